using System.Runtime.CompilerServices;

namespace P2PCS.Store.Coding;

/// <summary>
/// Multiplies shards by a matrix: the sums of a few targets stay in registers while all sources
/// pass by, and a strip of the sources stays in the nearest cache while all targets are computed.
/// </summary>
internal sealed unsafe class LaneKernel<TLanes, TVector, TSource, TFactor> : ShardKernel
    where TLanes : struct, ILanes<TVector, TSource, TFactor>
    where TVector : struct
    where TSource : struct
    where TFactor : struct
{
    // Our guess: half of a first-level cache of 32 KiB, so that targets and factors fit beside.
    private const int StripBytes = 16 << 10;

    public override int BlockBytes => 2 * TLanes.Width;

    public override byte[] Factors(ReadOnlySpan<byte> matrix, int columns)
    {
        var factors = new byte[matrix.Length * TLanes.FactorBytes];
        int rows = matrix.Length / columns;
        int at = 0;
        for (int first = 0; first < rows; first += TLanes.Rows)
        {
            int end = Math.Min(first + TLanes.Rows, rows);
            for (int column = 0; column < columns; column++)
            {
                for (int row = first; row < end; row++, at += TLanes.FactorBytes)
                    TLanes.Write(matrix[(row * columns) + column], factors.AsSpan(at));
            }
        }

        return factors;
    }

    public override void Run(in ShardRun run)
    {
        nint strip = Math.Max(1, StripBytes / run.SourceCount / BlockBytes) * BlockBytes;
        nint whole = run.Stride / BlockBytes * BlockBytes;
        for (nint start = 0; start < whole; start += strip)
            RunStrip(run, start, Math.Min(start + strip, whole));

        // The last block overlaps the one before: what both compute is the same.
        if (whole < run.Stride)
            RunStrip(run, run.Stride - BlockBytes, run.Stride);
    }

    private static void RunStrip(in ShardRun run, nint start, nint end)
    {
        byte* factors = run.Factors;
        for (int first = 0; first < run.TargetCount; first += TLanes.Rows)
        {
            int rows = Math.Min(TLanes.Rows, run.TargetCount - first);
            byte* target = run.Targets + (first * run.Stride);
            switch (rows)
            {
                case 1:
                    RunRows<One>(run, factors, target, (start, end));
                    break;
                case 2:
                    RunRows<Two>(run, factors, target, (start, end));
                    break;
                case 3:
                    RunRows<Three>(run, factors, target, (start, end));
                    break;
                default:
                    RunRows<Four>(run, factors, target, (start, end));
                    break;
            }

            factors += (nint)rows * run.SourceCount * TLanes.FactorBytes;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunRows<TRows>(
        in ShardRun run, byte* factors, byte* target, (nint Start, nint End) range)
        where TRows : struct, IRowCount
    {
        nint stride = run.Stride;
        int sourceCount = run.SourceCount;
        for (nint at = range.Start; at < range.End; at += 2 * TLanes.Width)
        {
            TVector a0 = default, a1 = default, b0 = default, b1 = default;
            TVector c0 = default, c1 = default, d0 = default, d1 = default;
            byte* source = run.Sources + at;
            byte* factor = factors;
            for (int left = sourceCount; left > 0; left--)
            {
                TSource s0 = TLanes.Load(source);
                TSource s1 = TLanes.Load(source + TLanes.Width);
                TFactor f = TLanes.Factor(factor);
                a0 = TLanes.AddProduct(a0, s0, f);
                a1 = TLanes.AddProduct(a1, s1, f);
                if (TRows.Count > 1)
                {
                    f = TLanes.Factor(factor + TLanes.FactorBytes);
                    b0 = TLanes.AddProduct(b0, s0, f);
                    b1 = TLanes.AddProduct(b1, s1, f);
                }

                if (TRows.Count > 2)
                {
                    f = TLanes.Factor(factor + (2 * TLanes.FactorBytes));
                    c0 = TLanes.AddProduct(c0, s0, f);
                    c1 = TLanes.AddProduct(c1, s1, f);
                }

                if (TRows.Count > 3)
                {
                    f = TLanes.Factor(factor + (3 * TLanes.FactorBytes));
                    d0 = TLanes.AddProduct(d0, s0, f);
                    d1 = TLanes.AddProduct(d1, s1, f);
                }

                source += stride;
                factor += TRows.Count * TLanes.FactorBytes;
            }

            byte* to = target + at;
            TLanes.Store(a0, to);
            TLanes.Store(a1, to + TLanes.Width);
            if (TRows.Count > 1)
            {
                TLanes.Store(b0, to + stride);
                TLanes.Store(b1, to + stride + TLanes.Width);
            }

            if (TRows.Count > 2)
            {
                TLanes.Store(c0, to + (2 * stride));
                TLanes.Store(c1, to + (2 * stride) + TLanes.Width);
            }

            if (TRows.Count > 3)
            {
                TLanes.Store(d0, to + (3 * stride));
                TLanes.Store(d1, to + (3 * stride) + TLanes.Width);
            }
        }
    }

    private readonly struct One : IRowCount
    {
        public static int Count => 1;
    }

    private readonly struct Two : IRowCount
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRowCount
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRowCount
    {
        public static int Count => 4;
    }
}
