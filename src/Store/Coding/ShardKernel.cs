using System.Runtime.Intrinsics;

namespace P2PCS.Store.Coding;

/// <summary>Multiplies shards by a matrix; all kernels give the same bytes.</summary>
internal abstract class ShardKernel
{
    /// <summary>The kernel that takes shards of any length; its factors are the matrix.</summary>
    public static ShardKernel Scalar { get; } = new ScalarKernel();

    /// <summary>The shortest shard that <see cref="Run"/> takes.</summary>
    public abstract int BlockBytes { get; }

    /// <summary>The kernel of a path that this machine has.</summary>
    public static ShardKernel Of(CodingPath path) => path switch
    {
        CodingPath.Scalar => Scalar,
        CodingPath.Shuffle128 => new LaneKernel<
            Shuffle128, Vector128<byte>, Shuffle128.Nibbles, Shuffle128.Nibbles>(),
        CodingPath.Shuffle256 => new LaneKernel<
            Shuffle256, Vector256<byte>, Shuffle256.Nibbles, Shuffle256.Nibbles>(),
        CodingPath.Affine256 => new LaneKernel<
            Affine256, Vector256<byte>, Vector256<byte>, Vector256<byte>>(),
        CodingPath.Affine512 => new LaneKernel<
            Affine512, Vector512<byte>, Vector512<byte>, Vector512<byte>>(),
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "No such path."),
    };

    /// <summary>The matrix in the form and order in which <see cref="Run"/> reads it.</summary>
    /// <param name="matrix">A row for each target, a column for each source.</param>
    /// <param name="columns">How many sources.</param>
    public abstract byte[] Factors(ReadOnlySpan<byte> matrix, int columns);

    /// <summary>Computes all targets of a run whose factors this kernel wrote.</summary>
    public abstract void Run(in ShardRun run);
}
