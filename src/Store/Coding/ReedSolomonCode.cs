namespace P2PCS.Store.Coding;

/// <summary>
/// A systematic Reed-Solomon code: k data shards and n - k parity shards, of which any k give all
/// others back. Shards are named by their row: 0 to k - 1 the data, k to n - 1 the parities.
/// Immutable.
/// </summary>
/// <remarks>Source: Reed and Solomon, "Polynomial codes over certain finite fields", 1960, in the
/// form with a Cauchy matrix; the bytes are those of ISA-L. See docs/adr/0014.</remarks>
public sealed class ReedSolomonCode
{
    /// <summary>The most shards of a code: GF(2^8) has no more elements.</summary>
    public const int ShardLimit = GaloisField.Size;

    private readonly ShardMap parities;

    /// <param name="dataShards">k, at least 1.</param>
    /// <param name="totalShards">n, from k to <see cref="ShardLimit"/>.</param>
    /// <param name="path">How to compute; the best of this machine unless given. Of no influence
    /// on the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine lacks the path.</exception>
    public ReedSolomonCode(int dataShards, int totalShards, CodingPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dataShards, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalShards, dataShards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(totalShards, ShardLimit);
        DataShards = dataShards;
        TotalShards = totalShards;
        Path = path ?? CodingPaths.Best;
        if (!CodingPaths.IsSupported(Path))
            throw new PlatformNotSupportedException($"This machine has no path {Path}.");

        Span<int> rows = stackalloc int[totalShards - dataShards];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = dataShards + i;
        parities = new(GeneratorRows(rows), dataShards, Path);
    }

    /// <summary>k: how many shards hold the data, and how many are enough.</summary>
    public int DataShards { get; }

    /// <summary>n: how many shards there are in all.</summary>
    public int TotalShards { get; }

    /// <summary>n - k: how many shards may be lost.</summary>
    public int ParityShards => TotalShards - DataShards;

    /// <summary>How it computes.</summary>
    public CodingPath Path { get; }

    /// <summary>Computes all parities; allocates nothing.</summary>
    /// <param name="data">The k data shards one after the other, all of one length; the length
    /// may be anything, also 0.</param>
    /// <param name="parity">Takes the n - k parity shards, of the same length.</param>
    /// <exception cref="ArgumentException">The spans do not hold whole shards of one length, or
    /// they overlap; nothing is written.</exception>
    public void Encode(ReadOnlySpan<byte> data, Span<byte> parity) => parities.Apply(data, parity);

    /// <summary>
    /// What computes some shards from k others; allocates, so keep it while the same are missing.
    /// </summary>
    /// <param name="held">The rows of k different shards, in the order in which their bytes will
    /// lie: a parity may stand in the gap of a missing data shard.</param>
    /// <param name="wanted">The rows to compute, any of the code, in the order wanted.</param>
    /// <exception cref="ArgumentException">There are not exactly k held rows, one is given twice,
    /// or one is not of this code.</exception>
    public ShardMap Rebuild(ReadOnlySpan<int> held, ReadOnlySpan<int> wanted)
    {
        Check(held);
        foreach (int row in wanted)
            ThrowUnlessRow(row, nameof(wanted));
        byte[] generator = GeneratorRows(held);
        byte[] dataFromHeld = CodingMatrix.Invert(generator, DataShards);
        byte[] wantedFromData = GeneratorRows(wanted);
        var matrix = new byte[wantedFromData.Length];
        for (int row = 0; row < wanted.Length; row++)
        {
            Span<byte> sum = matrix.AsSpan(row * DataShards, DataShards);
            for (int i = 0; i < DataShards; i++)
            {
                CodingMatrix.AddScaled(
                    sum, dataFromHeld.AsSpan(i * DataShards, DataShards),
                    wantedFromData[(row * DataShards) + i]);
            }
        }

        return new(matrix, DataShards, Path);
    }

    private byte[] GeneratorRows(ReadOnlySpan<int> rows)
    {
        var matrix = new byte[rows.Length * DataShards];
        for (int i = 0; i < rows.Length; i++)
        {
            CodingMatrix.WriteGeneratorRow(
                rows[i], matrix.AsSpan(i * DataShards, DataShards));
        }

        return matrix;
    }

    private void Check(ReadOnlySpan<int> held)
    {
        if (held.Length != DataShards)
        {
            throw new ArgumentException(
                $"It takes {DataShards} shards to rebuild others, not {held.Length}.",
                nameof(held));
        }

        Span<bool> isHeld = stackalloc bool[ShardLimit];
        isHeld.Clear();
        foreach (int row in held)
        {
            ThrowUnlessRow(row, nameof(held));
            if (isHeld[row])
                throw new ArgumentException($"Row {row} is held twice.", nameof(held));
            isHeld[row] = true;
        }
    }

    private void ThrowUnlessRow(int row, string parameter)
    {
        if (row < 0 || row >= TotalShards)
        {
            throw new ArgumentException(
                $"Row {row} is not one of the {TotalShards} of this code.", parameter);
        }
    }
}
