namespace P2PCS.Simulation.Papers;

/// <summary>The published experiments that are replayed here; docs/PAPERS.md lists them.</summary>
public static class Papers
{
    /// <summary>All rows, by number.</summary>
    public static IReadOnlyList<PaperRow> All { get; } =
    [
        new("15", "Ordering and ranking: slice disorder",
            "Fernandez et al., Distributed slicing in dynamic systems, ICDCS 2007, sections 4, 5",
            SlicingRows.Disorder),
        new("16", "Ranking: wrong slices by the number of samples",
            "Fernandez et al., Distributed slicing in dynamic systems, ICDCS 2007, section 5",
            SlicingRows.RankingLaw),
        new("17", "Slicing by the distribution, thresholds refined at boundaries",
            "Sacha et al., Adam2, ICDCS 2010", _ => SlicingRows.Distribution()),
        new("18", "T-Man: cycles to a ring",
            "Jelasity, Montresor, Babaoglu, T-Man, Computer Networks 53(13), 2009",
            RingRows.Cycles),
        new("19", "T-Man: always the closest partner stalls",
            "Jelasity, Montresor, Babaoglu, T-Man, Computer Networks 53(13), 2009",
            RingRows.Stall),
        new("20", "SWIM: first probe of a crashed member",
            "Das, Gupta, Motivala, SWIM, DSN 2002, section 3", DetectionRows.FirstProbe),
        new("21", "SWIM: false alarms by loss and proxies",
            "Das, Gupta, Motivala, SWIM, DSN 2002, section 3", DetectionRows.FalseAlarms),
        new("22", "Rumours by push-pull",
            "Karp et al., Randomized rumor spreading, FOCS 2000", DetectionRows.Rumours),
        new("26", "Chord: many nodes fail at once",
            "Stoica et al., Chord, IEEE/ACM ToN 11(1), 2003, table II", LookupRows.ChordFailures),
        new("27", "Chord: hops by size",
            "Stoica et al., Chord, IEEE/ACM ToN 11(1), 2003", LookupRows.ChordHops),
        new("27k", "Kademlia: hops by size, one contact for each bucket",
            "Maymounkov, Mazieres, Kademlia, IPTPS 2002, section 2", LookupRows.XorHops),
        new("28", "Keys lost with all of six replicas",
            "Dabek et al., Wide-area cooperative storage with CFS, SOSP 2001",
            LookupRows.LostKeys),
        new("31", "Join the shortest of d queues",
            "Mitzenmacher, The power of two choices, IEEE TPDS 12(10), 2001",
            PlacementRows.Supermarket),
        new("32", "Balls in bins, the emptier of two",
            "Azar, Broder, Karlin, Upfal, Balanced allocations, SIAM J. Comput. 29(1), 1999",
            PlacementRows.BallsInBins),
        new("33", "Batch sampling and late binding",
            "Ousterhout et al., Sparrow, SOSP 2013, section 3", PlacementRows.Sparrow),
        new("35", "Adaptive replication",
            "BOINC, adaptive replication", PlacementRows.AdaptiveReplication),
    ];
}
