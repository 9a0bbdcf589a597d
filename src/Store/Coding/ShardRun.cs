namespace P2PCS.Store.Coding;

/// <summary>
/// One multiplication of source shards by a matrix, as the kernels see it: shard i of either side
/// starts i strides after the first.
/// </summary>
/// <remarks>
/// What <see cref="ShardMap"/> guarantees and the kernels rely on: all shards are
/// <see cref="Stride"/> bytes, sources and targets do not overlap, and the factors are as many
/// as the path wants. The targets' old bytes are never read.
/// </remarks>
internal readonly unsafe struct ShardRun
{
    public required byte* Sources { get; init; }

    public required byte* Targets { get; init; }

    public required byte* Factors { get; init; }

    public required int SourceCount { get; init; }

    public required int TargetCount { get; init; }

    public required nint Stride { get; init; }
}
