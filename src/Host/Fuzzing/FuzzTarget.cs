using P2PCS.Protocol;

namespace P2PCS.Host.Fuzzing;

/// <summary>One reader of bytes from outside.</summary>
/// <param name="Name">Its name, for people and for <c>--target</c>.</param>
/// <param name="Corpus">Well-formed inputs, from which others are made.</param>
/// <param name="Feed">Reads an input. An exception is a failure.</param>
public sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, FeedInput Feed)
{
    /// <summary>Most bytes that one input may make it allocate. Our guess: eighty times the largest
    /// datagram, twice what any was seen to need.</summary>
    public long AllocationMax { get; init; } = 80 * Limits.DatagramBytes;

    /// <summary>Makes an input of a corpus entry that was changed, such as sealing it.</summary>
    public ShapeInput Shape { get; init; } = (bytes, _) => bytes;
}

/// <summary>Reads an input.</summary>
/// <param name="input">The bytes, whatever they are.</param>
/// <param name="random">Chooses what else is needed, such as a sender.</param>
public delegate void FeedInput(byte[] input, ref Rng random);

/// <summary>Makes an input of changed bytes.</summary>
/// <param name="changed">The bytes.</param>
/// <param name="random">A random word.</param>
public delegate byte[] ShapeInput(byte[] changed, ulong random);
