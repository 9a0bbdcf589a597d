using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

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
    // From 4 KiB to 64 KiB the race of docs/adr/0014 sees little difference.
    private const int StripBytes = 16 << 10;

    // Many sources a power of two apart are more streams than processors prefetch by themselves.
    private const int PrefetchBytes = 512;
    private const int LineBytes = 64;

    public override int BlockBytes => 2 * TLanes.Width;

    public override byte[] Factors(ReadOnlySpan<byte> matrix, int columns)
    {
        var factors = new byte[matrix.Length * TLanes.FactorBytes];
        int rows = matrix.Length / columns;
        int together = RowsTogether(rows);
        int at = 0;
        for (int first = 0; first < rows; first += together)
        {
            int end = Math.Min(first + together, rows);
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

    // As few groups as registers allow, and these about equal: 4 and 3 rather than 6 and 1.
    private static int RowsTogether(int rows)
    {
        int groups = (rows + TLanes.Rows - 1) / TLanes.Rows;
        return groups == 0 ? 1 : (rows + groups - 1) / groups;
    }

    private static void RunStrip(in ShardRun run, nint start, nint end)
    {
        var part = new Part { Start = start, End = end, Factors = run.Factors };
        int together = RowsTogether(run.TargetCount);
        for (int first = 0; first < run.TargetCount; first += together)
        {
            int rows = Math.Min(together, run.TargetCount - first);
            part.Target = run.Targets + (first * run.Stride);
            RunGroup(run, part, rows);
            part.Factors += (nint)rows * run.SourceCount * TLanes.FactorBytes;
        }
    }

    private static void RunGroup(in ShardRun run, in Part part, int rows)
    {
        switch (rows)
        {
            case 1:
                RunRows<Row<None>>(run, part);
                break;
            case 2:
                RunRows<Row<Row<None>>>(run, part);
                break;
            case 3:
                RunRows<Row<Row<Row<None>>>>(run, part);
                break;
            case 4:
                RunRows<Row<Row<Row<Row<None>>>>>(run, part);
                break;
            case 5:
                RunRows<Row<Row<Row<Row<Row<None>>>>>>(run, part);
                break;
            case 6:
                RunRows<Row<Row<Row<Row<Row<Row<None>>>>>>>(run, part);
                break;
            case 7:
                RunRows<Row<Row<Row<Row<Row<Row<Row<None>>>>>>>>(run, part);
                break;
            case 8:
                RunRows<Row<Row<Row<Row<Row<Row<Row<Row<None>>>>>>>>>(run, part);
                break;
            default:
                throw new UnreachableException($"No kernel computes {rows} targets at once.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunRows<TRows>(in ShardRun run, in Part part)
        where TRows : struct, IRows
    {
        nint stride = run.Stride;
        int sourceCount = run.SourceCount;
        byte* factors = part.Factors;
        byte* target = part.Target;
        nint end = part.End;
        for (nint at = part.Start; at < end; at += 2 * TLanes.Width)
        {
            TRows rows = default;
            byte* source = run.Sources + at;
            byte* factor = factors;
            for (int left = sourceCount; left > 0; left--)
            {
                rows.Add(TLanes.Load(source), TLanes.Load(source + TLanes.Width), factor);
                Prefetch(source + PrefetchBytes);
                source += stride;
                factor += TRows.Count * TLanes.FactorBytes;
            }

            rows.Store(target + at, stride);
        }
    }

    // A hint only: beyond the end of a shard it does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* at)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(at);
        if (2 * TLanes.Width > LineBytes)
            Sse.Prefetch0(at + LineBytes);
    }

    // Bytes of all sources, and a group of targets to compute of them.
    private struct Part
    {
        public nint Start;
        public nint End;
        public byte* Factors;
        public byte* Target;
    }

    // A list of types, so that the compiler knows its length and keeps all sums in registers.
    private interface IRows
    {
        static abstract int Count { get; }

        void Add(TSource left, TSource right, byte* factor);

        void Store(byte* at, nint stride);
    }

    private readonly struct None : IRows
    {
        public static int Count => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(TSource left, TSource right, byte* factor)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(byte* at, nint stride)
        {
        }
    }

    private struct Row<TNext> : IRows
        where TNext : struct, IRows
    {
        private TVector left;
        private TVector right;
        private TNext next;

        public static int Count
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1 + TNext.Count;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(TSource sourceLeft, TSource sourceRight, byte* factor)
        {
            TFactor own = TLanes.Factor(factor);
            left = TLanes.AddProduct(left, sourceLeft, own);
            right = TLanes.AddProduct(right, sourceRight, own);

            // By reference: the rest changes too, which analyzers cannot see of a type parameter.
            ref TNext rest = ref next;
            rest.Add(sourceLeft, sourceRight, factor + TLanes.FactorBytes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(byte* at, nint stride)
        {
            TLanes.Store(left, at);
            TLanes.Store(right, at + TLanes.Width);
            next.Store(at + stride, stride);
        }
    }
}
