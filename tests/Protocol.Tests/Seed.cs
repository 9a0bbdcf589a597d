using System.Globalization;
using P2PCS.Protocol;
using Xunit.Sdk;

namespace P2PCS.Tests;

/// <summary>
/// The seed of every random test: one fixed number, or P2PCS_SEED of the environment. A failure
/// names it, so that it can be run again.
/// </summary>
public static class Seed
{
    /// <summary>A body that draws from a generator.</summary>
    public delegate void Body(ref Rng rng);

    public static ulong Value { get; } = Number("P2PCS_SEED", 20120917);

    public static void Run(Body body)
    {
        var rng = new Rng(Value);
        try
        {
            body(ref rng);
        }
        catch (Exception failure)
        {
            throw new XunitException($"P2PCS_SEED={Value}: {failure.Message}", failure);
        }
    }

    public static ulong Number(string variable, ulong otherwise)
    {
        string? text = Environment.GetEnvironmentVariable(variable);
        return ulong.TryParse(text, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : otherwise;
    }

    public static UInt128 Name(ref Rng rng) => rng.NextName();

    public static Digest Digest(ref Rng rng) =>
        new(rng.Next(), rng.Next(), rng.Next(), rng.Next());

    public static PeerId Peer(ref Rng rng) => new(Digest(ref rng));

    public static PeerAddress Address(ref Rng rng) =>
        new(rng.NextName(), (ushort)(1 + rng.Below(ushort.MaxValue)));

    public static void Fill(Span<byte> bytes, ref Rng rng)
    {
        foreach (ref byte b in bytes)
            b = (byte)rng.Next();
    }
}
