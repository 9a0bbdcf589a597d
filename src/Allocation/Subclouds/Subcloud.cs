using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>A subcloud as its controller sees it. Changed by the controller only.</summary>
/// <param name="spec">What its customer asked for.</param>
/// <param name="createdAt">When.</param>
public sealed class Subcloud(SubcloudSpec spec, Instant createdAt)
{
    /// <summary>What its customer asked for, last changes included.</summary>
    public SubcloudSpec Spec { get; internal set; } = spec;

    /// <summary>When it was asked for.</summary>
    public Instant CreatedAt => createdAt;

    /// <summary>When its time to live ends.</summary>
    public Instant ExpiresAt => createdAt + Spec.Ttl;

    /// <summary>Where it is in its life.</summary>
    public SubcloudState State { get; internal set; }

    /// <summary>Why, where that needs saying.</summary>
    public ReasonCode Reason { get; internal set; }

    /// <summary>What the last search for machines found.</summary>
    public Shortfall Shortfall { get; internal set; }

    /// <summary>What came of asking machines so far.</summary>
    public Soundings Soundings { get; internal set; }

    /// <summary>Members lost so far.</summary>
    public int Losses { get; internal set; }

    /// <summary>Its machines, those asked, lost and given back included.</summary>
    public IReadOnlyList<Member> Members => Roster;

    /// <summary>Whether it has ended, one way or another.</summary>
    public bool IsEnded => State is SubcloudState.Released or SubcloudState.Expired
        or SubcloudState.Failed;

    /// <summary>Members whose lease runs, whose machine answers and is not drained.</summary>
    public int Ready => Roster.Count(
        m => m is { State: MemberState.Active, Reachable: true, Draining: false });

    /// <summary>When machines are looked for again; null where they are being asked now, or none
    /// is missing.</summary>
    public Instant? LooksAgainAt =>
        IsEnded || RoundEnds != Instant.Never || Vacancies <= 0 ? null : NextRound;

    internal List<Member> Roster { get; } = [];

    /// <summary>When the round of asking now under way is closed.</summary>
    internal Instant RoundEnds { get; set; } = Instant.Never;

    /// <summary>When the next round may begin.</summary>
    internal Instant NextRound { get; set; }

    /// <summary>Rounds since members were last found.</summary>
    internal int FruitlessRounds { get; set; }

    /// <summary>When the controller must look at it again.</summary>
    internal Instant Deadline { get; set; }

    /// <summary>Members that are still to be found; negative if there are more than wanted.
    /// </summary>
    internal int Vacancies
    {
        get
        {
            int filled = 0;
            foreach (Member member in Roster)
                filled += member.Serves ? 1 : 0;
            return Spec.Count - Math.Max(0, Losses - Spec.ReplaceMax) - filled;
        }
    }

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

    /// <summary>Names a reservation so that its answer leads back here.</summary>
    internal UInt128 NameRequest(ref Rng rng) => new((ulong)(Spec.Id >> 64), rng.Next());

    /// <summary>Whether a reservation can be one of this subcloud's.</summary>
    internal bool MayHaveAsked(UInt128 request) => (ulong)(request >> 64) == (ulong)(Spec.Id >> 64);

    /// <summary>Looks for machines now, not after a pause.</summary>
    internal void Hurry(Instant now)
    {
        NextRound = now;
        FruitlessRounds = 0;
        Deadline = now;
    }
}
