namespace P2PCS.Store.Coding;

/// <summary>
/// A fixed linear map from source shards to target shards: what encodes, and what rebuilds after a
/// certain loss. Made once, used for any number of segments; immutable.
/// </summary>
public sealed unsafe class ShardMap
{
    private readonly byte[] matrix;
    private readonly byte[] factors;
    private readonly ShardKernel kernel;

    internal ShardMap(byte[] matrix, int sourceCount, CodingPath path)
    {
        this.matrix = matrix;
        SourceCount = sourceCount;
        TargetCount = matrix.Length / sourceCount;
        Path = path;
        kernel = ShardKernel.Of(path);
        factors = kernel.Factors(matrix, sourceCount);
    }

    /// <summary>How many shards go in.</summary>
    public int SourceCount { get; }

    /// <summary>How many shards come out; may be 0.</summary>
    public int TargetCount { get; }

    /// <summary>How it computes; of no influence on the bytes.</summary>
    public CodingPath Path { get; }

    /// <summary>Computes all targets; allocates nothing.</summary>
    /// <param name="sources">The source shards one after the other, all of one length; the length
    /// may be anything, also 0.</param>
    /// <param name="targets">Takes the target shards one after the other, of the same length;
    /// what it held before is overwritten.</param>
    /// <exception cref="ArgumentException">The spans do not hold whole shards of one length, or
    /// they overlap; nothing is written.</exception>
    public void Apply(ReadOnlySpan<byte> sources, Span<byte> targets)
    {
        (int length, int rest) = Math.DivRem(sources.Length, SourceCount);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"{sources.Length} bytes are not {SourceCount} shards of one length.",
                nameof(sources));
        }

        if (targets.Length != (long)length * TargetCount)
        {
            throw new ArgumentException(
                $"{targets.Length} bytes do not hold {TargetCount} shards of {length} bytes.",
                nameof(targets));
        }

        if (sources.Overlaps(targets))
            throw new ArgumentException("Targets may not overlap sources.", nameof(targets));
        if (targets.Length > 0)
            Run(sources, targets, length);
    }

    private void Run(ReadOnlySpan<byte> sources, Span<byte> targets, int length)
    {
        // Both hold the matrix in a form of their own.
        bool isShort = length < kernel.BlockBytes;
        fixed (byte* source = sources, target = targets, factor = isShort ? matrix : factors)
        {
            var run = new ShardRun
            {
                Sources = source,
                Targets = target,
                Factors = factor,
                SourceCount = SourceCount,
                TargetCount = TargetCount,
                Stride = length,
            };
            (isShort ? ShardKernel.Scalar : kernel).Run(run);
        }
    }
}
