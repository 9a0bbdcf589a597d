namespace P2PCS.Membership.Liveness;

/// <summary>Parameters of failure detection and of the spread of news.</summary>
public sealed record LivenessOptions
{
    /// <summary>Period of probing, before jitter. Source: memberlist's LAN values: 1 s.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a probe waits for its answer before others are asked, as a part of the
    /// cycle. Source: memberlist: 500 ms of 1 s.</summary>
    public double DirectPart { get; init; } = 0.5;

    /// <summary>Others who are asked to probe. Source: SWIM 2002, section 3.1; memberlist: 3.
    /// </summary>
    public int Proxies { get; init; } = 3;

    /// <summary>Least time a suspect has to answer, in cycles and tens of members: times log10 of
    /// the members, at least one. Our guess: below memberlist's 4, because those who hear of a
    /// suspicion probe at once.</summary>
    public double SuspicionCycles { get; init; } = 1.25;

    /// <summary>Least time a suspect has to answer, however small the cloud. Our guess: three LAN
    /// cycles; processes of one busy machine pause for a second now and then.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many times the least time a suspect has if nobody else suspects it. Source:
    /// memberlist: 6.</summary>
    public double SuspicionStretch { get; init; } = 6;

    /// <summary>Others who must suspect it for the least time. Source: memberlist: 3.</summary>
    public int Confirmations { get; init; } = 3;

    /// <summary>How often a suspect is asked again before it is given up. Our guess: where three
    /// messages in ten are lost, one question in five goes unanswered in spite of proxies, so one
    /// more makes it one in twenty-five.</summary>
    public int LastQuestions { get; init; } = 2;

    /// <summary>How many of those who first hear of a suspicion ask the suspect, about. Our guess:
    /// as many as have to confirm it.</summary>
    public int ProbersOfSuspect { get; init; } = 3;

    /// <summary>Whether a node that is slow itself asks more slowly, grants others more time, and
    /// blames nobody just after it was held up. Source: Lifeguard, section IV.A.</summary>
    public bool MindsItself { get; init; } = true;

    /// <summary>These without what Lifeguard and this project add to SWIM: for comparisons.
    /// </summary>
    public LivenessOptions AsPlainSwim() => this with
    {
        SuspicionStretch = 1,
        LastQuestions = 0,
        ProbersOfSuspect = 0,
        MindsItself = false,
    };

    /// <summary>Rumours are told this often, times the digits of the number of members. Source:
    /// memberlist: 4.</summary>
    public int RumourRepeats { get; init; } = 4;

    /// <summary>How often news are sent on their own while there are any, as a part of the cycle.
    /// Source: memberlist: 200 ms of 1 s.</summary>
    public double GossipPart { get; init; } = 0.2;

    /// <summary>To how many at a time. Source: memberlist: 3.</summary>
    public int GossipFanout { get; init; } = 3;

    /// <summary>One of the unreachable peers is tried every so many cycles. Our guess: both sides
    /// of a healed partition meet within a few cycles.</summary>
    public int RetryEvery { get; init; } = 3;

    /// <summary>Probes of a newcomer that must fail before it is forgotten. Our guess.</summary>
    public int MissesAllowed { get; init; } = 2;

    /// <summary>How long a peer that is gone stays in the table. Our guess: long enough for a
    /// reboot, short enough to keep the table small.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromMinutes(10);
}
