using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>Parameters of one-shot queries.</summary>
public sealed record QueryKernelOptions
{
    /// <summary>Most parts that a range is cut into. Source: our simulations, ADR 12.</summary>
    public int FanOut { get; init; } = 16;

    /// <summary>How long a peer may be silent before it is asked again, besides two measured
    /// round trips to it. Our guess: three round trips between far continents fit into three
    /// tries.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How often a peer is asked before it counts as silent. Source: ADR 12.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>How often a peer is asked where frames are seen to be lost. Source: ADR 12: at
    /// 20 % loss three tries fail with one in 21 peers, five with one in 165.</summary>
    public int TriesAtLoss { get; init; } = 5;

    /// <summary>The shortest patience where frames are lost and answers were seen to come
    /// sooner. Our guess: a pause of a busy machine.</summary>
    public TimeSpan PatienceMin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How much earlier than its parent a peer answers with what it has. Our guess: a
    /// long way of a frame.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait of a query that says nothing else. Our guess: three silent peers in
    /// a row on the way down and a silent one at the end fit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Longest wait of any query. Our guess: who waits longer wants a job.</summary>
    public TimeSpan TimeoutMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Peers that are asked at a time by one peer for one query. Our guess: as many
    /// answers fit into a socket's buffer.</summary>
    public int Window { get; init; } = 128;

    /// <summary>Ranges that a node works on at a time. Our guess: some queries of many peers at
    /// once.</summary>
    public int DutiesMax { get; init; } = 256;

    /// <summary>How long an answer is kept for whoever did not get it. Our guess: longer than
    /// three tries.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of answers that are kept. Our guess: 64 of the longest.</summary>
    public int KeptBytes { get; init; } = 4 << 20;

    /// <summary>Longest answer, in bytes. Source: design, what goes by streams.</summary>
    public int AnswerBytes { get; init; } = 64 * 1024;

    /// <summary>Ranges per second that a node takes on for one asker. Our guess: a page of plots
    /// and some people.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>Ranges that it takes on at once for one asker. Our guess: two seconds' worth.
    /// </summary>
    public int Burst { get; init; } = 100;

    /// <summary>Ranges per second that a node takes on from one sender for all others whose
    /// queries it hands on. Our guess: four busy askers behind one peer.</summary>
    public double HandedOnRate { get; init; } = 200;

    /// <summary>Ranges that it takes on at once from one sender for others. Our guess: two
    /// seconds' worth.</summary>
    public int HandedOnBurst { get; init; } = 400;

    /// <summary>Ranges that a node works on at a time for one sender. Our guess: four members
    /// are needed to keep it from the others.</summary>
    public int DutiesPerSender { get; init; } = 64;

    /// <summary>How long a text is refused that used up a peer's steps. Source: the language's
    /// specification, after osquery's.</summary>
    public TimeSpan Denial { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Frames that one query may cost. Our guess: four for each peer that a node can
    /// know.</summary>
    public long MessagesMax { get; init; } = 4 * Limits.KnownPeers;

    /// <summary>Peers that a sample asks at the most. Source: the language's specification: 3 %
    /// at 95 % needs 1,067.</summary>
    public int SampleMax { get; init; } = 2000;
}
