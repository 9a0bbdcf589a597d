using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>A part of a range, for which some peer of it is to answer.</summary>
/// <param name="range">The part.</param>
/// <param name="known">Peers of it in the roster when it was cut.</param>
/// <param name="start">Where the search for a delegate begins.</param>
internal sealed class Part(IdRange range, int known, int start)
{
    /// <summary>Peers that are asked for one part at the most.</summary>
    public const int DelegatesMax = 8;

    private readonly List<PeerId> asked = new(1);

    public IdRange Range => range;

    public int Known => known;

    public int Start => start;

    /// <summary>The number of the ask; 0 before the first.</summary>
    public uint Number { get; set; }

    /// <summary>Candidates looked at so far.</summary>
    public int Looked { get; set; }

    /// <summary>Where the present delegate is reached.</summary>
    public PeerAddress To { get; private set; }

    /// <summary>Extra patience with the present delegate.</summary>
    public TimeSpan RoundTrips { get; private set; }

    /// <summary>How often the present delegate was asked since it last said something.</summary>
    public int Tries { get; set; }

    /// <summary>When it was last asked.</summary>
    public Instant AskedAt { get; set; }

    /// <summary>Peers of it that said no.</summary>
    public int Refused { get; set; }

    /// <summary>Whether the present delegate said that it works.</summary>
    public bool IsWorking { get; set; }

    /// <summary>When to press for an answer.</summary>
    public Instant Next { get; set; }

    public bool IsDone { get; set; }

    public int Asked => asked.Count;

    /// <summary>Most peers of it that an answer may speak of: what the roster may lag.</summary>
    public long PeersMax => known + (known / 8) + 8;

    public bool WasAsked(PeerId id) => asked.Contains(id);

    public void Delegate(PeerId id, PeerAddress to, float roundTripMilliseconds)
    {
        asked.Add(id);
        To = to;
        RoundTrips = TimeSpan.FromMilliseconds(
            Math.Clamp(2 * roundTripMilliseconds, 0, 1000));
        Tries = 0;
        IsWorking = false;
    }
}
