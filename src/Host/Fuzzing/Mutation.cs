using P2PCS.Protocol;

namespace P2PCS.Host.Fuzzing;

/// <summary>Changes well-formed bytes in the ways that break decoders: bits, extremes at places
/// where lengths may stand, cuts, repeats, noise, and pieces of other inputs.</summary>
internal static class Mutation
{
    private const int ChangesMax = 4;
    private const int NoiseMax = 60;
    private const int LongNoise = 1500;

    public static byte[] Of(IReadOnlyList<byte[]> corpus, ref Rng rng)
    {
        byte[] bytes = [.. corpus[rng.Below(corpus.Count)]];
        for (int changes = rng.Below(ChangesMax); changes > 0; changes--)
            bytes = Change(bytes, corpus[rng.Below(corpus.Count)], ref rng);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, byte[] other, ref Rng rng)
    {
        int place = rng.Below(bytes.Length + 1);
        int rest = bytes.Length - place;
        switch (rng.Below(7))
        {
            case 0 when rest > 0:
                bytes[place] ^= (byte)(1 << rng.Below(8));
                return bytes;
            case 1 when rest > 0:
                bytes[place] = (byte)rng.Next();
                return bytes;
            case 2 when rest > 0:
                bytes.AsSpan(place, Math.Min(rest, 1 << rng.Below(6)))
                    .Fill(rng.Below(2) == 0 ? byte.MaxValue : (byte)0);
                return bytes;
            case 3:
                return bytes[..place];
            case 4:
                return [.. bytes, .. bytes[place..]];
            case 5:
                return [.. bytes[..place], .. other[Math.Min(place, other.Length)..]];
            default:
                byte[] noise = new byte[1 + rng.Below(rng.Below(8) == 0 ? LongNoise : NoiseMax)];
                foreach (ref byte one in noise.AsSpan())
                    one = (byte)rng.Next();
                return [.. bytes[..place], .. noise, .. bytes[place..]];
        }
    }
}
