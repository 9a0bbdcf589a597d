namespace P2PCS.Host.Streams;

/// <summary>What became of long frames that did not reach the node's thread. Any thread counts and
/// reads.</summary>
public sealed class StreamedCounts
{
    private long flooded;
    private long malformed;
    private long unsent;
    private volatile string? failure;

    /// <summary>Frames that were refused since their sender, or all, had their share.</summary>
    public long Flooded => Interlocked.Read(ref flooded);

    /// <summary>Frames that were refused since they broke the rules of how to send one, or broke
    /// off.</summary>
    public long Malformed => Interlocked.Read(ref malformed);

    /// <summary>Frames that were not sent, or that the other did not take.</summary>
    public long Unsent => Interlocked.Read(ref unsent);

    /// <summary>Why the last of those was not; null where there is none.</summary>
    public string? Failure => failure;

    /// <summary>Those that were refused here, by reason.</summary>
    public IEnumerable<KeyValuePair<string, long>> Refusals()
    {
        yield return new("streamFlooded", Flooded);
        yield return new("streamMalformed", Malformed);
    }

    internal void RefuseFlooded() => Interlocked.Increment(ref flooded);

    internal void RefuseMalformed() => Interlocked.Increment(ref malformed);

    internal void Fail(string why)
    {
        failure = why;
        Interlocked.Increment(ref unsent);
    }
}
