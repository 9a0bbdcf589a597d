using P2PCS.Protocol;

namespace P2PCS.Simulation.Network;

/// <summary>
/// The network between simulated nodes: decides how often and when a datagram arrives. What a
/// node sends to itself always arrives once.
/// </summary>
/// <param name="rng">A stream of its own.</param>
public sealed class Links(Rng rng)
{
    /// <summary>Most copies of one datagram.</summary>
    public const int MostCopies = 2;

    // A connection that is there needs one way, a new one three and a half: between them.
    private const int StreamWays = 3;

    // The shortest pause before TCP sends again is 200 ms on Linux, and doubles; after five it
    // would take longer than anybody waits.
    private const int StreamLosses = 5;
    private static readonly TimeSpan StreamPause = TimeSpan.FromMilliseconds(200);

    private Rng rng = rng;
    private int[] groups = [];
    private bool oneWay;

    /// <summary>How datagrams are treated from now on.</summary>
    public LinkOptions Options { get; set; } = new();

    /// <summary>Whether some nodes are cut off from others.</summary>
    public bool IsCut => groups.Length > 0;

    /// <summary>Cuts the network: datagrams between different groups are lost.</summary>
    /// <param name="groupOf">The group of each node, by its index.</param>
    /// <param name="lowToHighOnly">Whether only those from a lower to a higher group are lost.
    /// </param>
    public void Cut(ReadOnlySpan<int> groupOf, bool lowToHighOnly)
    {
        groups = groupOf.ToArray();
        oneWay = lowToHighOnly;
    }

    /// <summary>Ends every cut.</summary>
    public void Mend() => groups = [];

    /// <summary>Whether a datagram may get from one node to another.</summary>
    public bool IsOpen(int from, int to)
    {
        int a = from < groups.Length ? groups[from] : 0;
        int b = to < groups.Length ? groups[to] : 0;
        return a == b || (oneWay && a > b);
    }

    /// <summary>Decides what becomes of a datagram.</summary>
    /// <param name="from">Index of the sender.</param>
    /// <param name="to">Index of the receiver.</param>
    /// <param name="delays">Room for <see cref="MostCopies"/>: after what time each arrives.
    /// </param>
    /// <returns>How many copies arrive.</returns>
    public int Plan(int from, int to, Span<TimeSpan> delays)
    {
        delays[0] = Options.LatencyMin;
        if (from == to)
            return 1;
        if (!IsOpen(from, to) || rng.Fraction() < Options.Loss)
            return 0;
        delays[0] += Draw(Options.LatencySpread);
        if (rng.Fraction() >= Options.Duplication)
            return 1;
        TimeSpan late = Draw(Options.CopySpread);
        TimeSpan latest = 3 * Options.CopySpread;
        delays[1] = Options.LatencyMin + (late < latest ? late : latest);
        return 2;
    }

    /// <summary>Decides when a frame that is too long for a datagram arrives by a stream: once,
    /// and late rather than lost.</summary>
    /// <param name="from">Index of the sender.</param>
    /// <param name="to">Index of the receiver.</param>
    /// <param name="delay">After what time: there and back and there, as a stream opens, and a
    /// pause for each loss.</param>
    /// <returns>False where it does not get through.</returns>
    public bool PlanStream(int from, int to, out TimeSpan delay)
    {
        delay = Options.LatencyMin;
        if (from == to)
            return true;
        if (!IsOpen(from, to) || !IsOpen(to, from))
            return false;
        for (int way = 0; way < StreamWays; way++)
            delay += Options.LatencyMin + Draw(Options.LatencySpread);
        int losses = 0;
        while (losses < StreamLosses && rng.Fraction() < Options.Loss)
            delay += StreamPause * (1 << losses++);
        return losses < StreamLosses;
    }

    private TimeSpan Draw(TimeSpan mean) => mean * -Math.Log(1 - rng.Fraction());
}
