using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>A subcloud as its controller sees it. Changed by the controller only.</summary>
/// <param name="spec">What its customer asked for.</param>
/// <param name="createdAt">When.</param>
public sealed class Subcloud(SubcloudSpec spec, Instant createdAt)
{
    /// <summary>What its customer asked for.</summary>
    public SubcloudSpec Spec => spec;

    /// <summary>When it was asked for.</summary>
    public Instant CreatedAt => createdAt;

    /// <summary>When its time to live ends.</summary>
    public Instant ExpiresAt { get; } = createdAt + spec.Ttl;

    /// <summary>Where it is in its life.</summary>
    public SubcloudState State { get; internal set; }

    /// <summary>Why, where that needs saying.</summary>
    public ReasonCode Reason { get; internal set; }

    /// <summary>What the last search for machines found.</summary>
    public Shortfall Shortfall { get; internal set; }

    /// <summary>Its machines, those asked, lost and given back included.</summary>
    public IReadOnlyList<Member> Members => Roster;

    /// <summary>Whether it has ended, one way or another.</summary>
    public bool IsEnded => State >= SubcloudState.Released;

    /// <summary>Members whose lease runs and whose machine answers.</summary>
    public int Ready => Roster.Count(m => m.State == MemberState.Active && m.Reachable);

    internal List<Member> Roster { get; } = [];

    /// <summary>When the round of asking now under way is closed.</summary>
    internal Instant RoundEnds { get; set; } = Instant.Never;

    /// <summary>When the next round may begin.</summary>
    internal Instant NextRound { get; set; }

    /// <summary>Rounds since members were last found.</summary>
    internal int FruitlessRounds { get; set; }

    /// <summary>When the controller must look at it again.</summary>
    internal Instant Deadline { get; set; }

    internal int CountOf(MemberState state)
    {
        int count = 0;
        foreach (Member member in Roster)
            count += member.State == state ? 1 : 0;
        return count;
    }

    internal Member? FindMember(PeerId peer, UInt128 request)
    {
        foreach (Member member in Roster)
        {
            if (member.Request == request && member.Peer == peer)
                return member;
        }

        return null;
    }
}
