using P2PCS.Protocol;
using P2PCS.Store.Coding;

namespace P2PCS.Store.Tests.Coding;

/// <summary>Codes and shards to try.</summary>
internal static class Shapes
{
    /// <summary>Lengths around the widths of registers and blocks.</summary>
    public static readonly int[] Lengths =
        [0, 1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 257, 1000, 4097, 20_001];

    public static TheoryData<CodingPath> Paths() => [.. CodingPaths.Supported];

    /// <summary>Any code, small ones more often.</summary>
    public static (int Data, int Total) Code(ref Rng rng)
    {
        int limit = rng.Below(4) == 0 ? ReedSolomonCode.ShardLimit : 40;
        int total = 1 + rng.Below(limit);
        return (1 + rng.Below(total), total);
    }

    /// <summary>Some different numbers below a bound, in any order.</summary>
    public static int[] Choose(int count, int bound, ref Rng rng)
    {
        int[] all = [.. Enumerable.Range(0, bound)];
        for (int i = 0; i < count; i++)
        {
            int other = i + rng.Below(bound - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..count];
    }

    /// <summary>The named shards of some, one after the other.</summary>
    public static byte[] Gather(byte[] shards, int length, int[] rows) =>
        [.. rows.SelectMany(row => shards[(row * length)..((row + 1) * length)])];

    /// <summary>Random data and its parities, one after the other.</summary>
    public static byte[] Encoded(ReedSolomonCode code, int length, ref Rng rng)
    {
        var shards = new byte[code.TotalShards * length];
        Span<byte> data = shards.AsSpan(0, code.DataShards * length);
        P2PCS.Tests.Seed.Fill(data, ref rng);
        code.Encode(data, shards.AsSpan(data.Length));
        return shards;
    }
}
