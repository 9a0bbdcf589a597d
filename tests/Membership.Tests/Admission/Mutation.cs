using P2PCS.Protocol;

namespace P2PCS.Membership.Tests.Admission;

/// <summary>Changes well-formed bytes in the ways that break decoders.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] good, byte[] other, ref Rng rng)
    {
        byte[] bytes = [.. good];
        int at = rng.Below(bytes.Length);
        switch (rng.Below(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << rng.Below(8));
                return bytes;
            case 1:
                bytes[at] = (byte)rng.Next();
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes, .. bytes[at..]];
            case 4:
                bytes.AsSpan(at, Math.Min(1 + rng.Below(32), bytes.Length - at))
                    .Fill(rng.Below(2) == 0 ? byte.MaxValue : (byte)0);
                return bytes;
            case 5:
                int from = rng.Below(other.Length);
                return [.. bytes[..at], .. other[from..]];
            default:
                int end = at + rng.Below(bytes.Length - at);
                return [.. bytes[..at], .. bytes[end..]];
        }
    }
}
