using P2PCS.Allocation.Leases;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>
/// Fills a subcloud's vacancies in rounds: ask twice as many machines as are needed to hold, commit
/// the best of those that do, release the rest at once. Nobody waits while holding: a round that
/// does not reach the minimum lets everything go before the next one begins.
/// </summary>
/// <remarks>
/// Source: Ousterhout et al., "Sparrow", SOSP 2013, sections 3.2 (batch sampling with d = 2) and
/// 3.3 (late binding: those that answer first are taken); the try-and-release rule is the
/// classical answer to hold-and-wait (Coffman et al., 1971).
/// </remarks>
/// <param name="finder">Where candidates come from.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class Recruitment(CandidateFinder finder, Rng rng)
{
    // Lost members a subcloud remembers, for people to see; a flapping cloud loses any number.
    private const int LostKept = 64;

    private static readonly TimeSpan InfeasibleAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private Rng rng = rng;

    /// <summary>Ends a round whose answers are in or overdue, and begins one when it is time.
    /// </summary>
    public void Tick(Instant now, Subcloud subcloud, Talk talk)
    {
        if (subcloud.State == SubcloudState.Releasing)
            return;
        if (subcloud.RoundEnds != Instant.Never && IsRoundOver(now, subcloud))
            CloseRound(now, subcloud, talk);
        if (subcloud.State == SubcloudState.Allocating)
            Settle(now, subcloud, talk);
        if (IsRoundDue(now, subcloud))
            OpenRound(now, subcloud, talk);
    }

    /// <summary>Takes a machine's answer to being asked.</summary>
    public static void TakeOffer(Subcloud subcloud, Member member, in OfferMessage offer)
    {
        if (member.State != MemberState.Asked)
            return;
        member.NextSend = Instant.Never;
        member.Fence = offer.Fence;
        member.State = offer.Outcome == LeaseOutcome.Granted
            ? MemberState.Held
            : MemberState.Released;
        Soundings so = subcloud.Soundings;
        subcloud.Soundings = offer.Outcome switch
        {
            LeaseOutcome.Granted => so with { Held = so.Held + 1 },
            LeaseOutcome.Full => so with { Raced = so.Raced + 1 },
            LeaseOutcome.Declined => so with { Declined = so.Declined + 1 },
            _ => so with { Elsewhere = so.Elsewhere + 1 },
        };
    }

    /// <summary>Gives back whatever is not a lease yet; no round is under way afterwards.
    /// </summary>
    public static void CallOff(Subcloud subcloud, Talk talk)
    {
        subcloud.RoundEnds = Instant.Never;
        foreach (Member member in subcloud.Roster)
        {
            if (member.State < MemberState.Active)
                MemberLine.Release(member, talk);
        }

        subcloud.Roster.RemoveAll(m => m is { State: MemberState.Released, WasActive: false });
    }

    // Late binding: with as many as are needed, nobody waits for the slowest of those asked.
    private static bool IsRoundOver(Instant now, Subcloud subcloud) =>
        now >= subcloud.RoundEnds
        || subcloud.CountOf(MemberState.Asked) == 0
        || subcloud.CountOf(MemberState.Held) >= subcloud.Vacancies;

    private static bool IsRoundDue(Instant now, Subcloud subcloud) =>
        !subcloud.IsEnded
        && subcloud.RoundEnds == Instant.Never
        && now >= subcloud.NextRound
        && subcloud.Vacancies > 0;

    private void OpenRound(Instant now, Subcloud subcloud, Talk talk)
    {
        List<Candidate> candidates = finder.Find(subcloud.Spec.Resources, out Shortfall found);
        subcloud.Shortfall = found;
        candidates.RemoveAll(candidate => IsTaken(subcloud, candidate.Peer));
        int wanted = subcloud.Vacancies;
        bool initial = subcloud.State == SubcloudState.Allocating;
        if (candidates.Count == 0 || (initial && candidates.Count < subcloud.Spec.Min))
        {
            Pause(now, subcloud);
            return;
        }

        subcloud.RoundEnds = now + talk.Options.Round;
        int before = subcloud.Roster.Count;
        foreach (Candidate candidate in candidates.Take(2 * wanted))
        {
            UInt128 request = subcloud.NameRequest(ref rng);
            var member = new Member(candidate.Peer, candidate.Address, request)
            {
                Resources = subcloud.Spec.Resources,
            };
            subcloud.Roster.Add(member);
            MemberLine.Ask(now, subcloud, member, talk);
        }

        subcloud.Soundings = subcloud.Soundings with
        {
            Rounds = subcloud.Soundings.Rounds + 1,
            Asked = subcloud.Soundings.Asked + subcloud.Roster.Count - before,
        };
    }

    private static bool IsTaken(Subcloud subcloud, PeerId peer) =>
        subcloud.Roster.Exists(m => m.Peer == peer && m.State < MemberState.Lost);

    private void CloseRound(Instant now, Subcloud subcloud, Talk talk)
    {
        subcloud.RoundEnds = Instant.Never;
        int held = subcloud.CountOf(MemberState.Held);
        int vacancies = subcloud.Vacancies;
        bool initial = subcloud.State == SubcloudState.Allocating;
        int filled = subcloud.Spec.Count - vacancies + Math.Min(held, vacancies);
        bool enough = !initial || filled >= subcloud.Spec.Min;
        foreach (Member member in subcloud.Roster.FindAll(m => m.State == MemberState.Held))
        {
            if (enough && vacancies-- > 0)
                MemberLine.Commit(now, member, talk);
            else
                MemberLine.Release(member, talk);
        }

        // What never became a lease is no part of the subcloud's history.
        subcloud.Roster.RemoveAll(m =>
            m.State == MemberState.Asked || (m.State == MemberState.Released && !m.WasActive));
        for (int lost = subcloud.CountOf(MemberState.Lost); lost > LostKept; lost--)
            subcloud.Roster.RemoveAt(subcloud.Roster.FindIndex(m => m.State == MemberState.Lost));
        if (held == 0 || !enough)
            Pause(now, subcloud);
        else
            subcloud.FruitlessRounds = 0;
    }

    // Until it first comes up: all commits answered and at least min are active, or nothing is.
    private void Settle(Instant now, Subcloud subcloud, Talk talk)
    {
        bool pending = subcloud.RoundEnds != Instant.Never
            || subcloud.CountOf(MemberState.Committing) > 0;
        int active = subcloud.CountOf(MemberState.Active);
        if (!pending && active >= subcloud.Spec.Min)
        {
            subcloud.State = active == subcloud.Spec.Count
                ? SubcloudState.Active
                : SubcloudState.Degraded;
            return;
        }

        if (!pending && active > 0)
        {
            LetGo(subcloud, talk);
            Pause(now, subcloud);
        }

        TimeSpan tried = now - subcloud.CreatedAt;
        bool hopeless = tried >= InfeasibleAfter
            && !pending
            && subcloud.Shortfall.Feasible < subcloud.Spec.Min;
        if (!hopeless && tried < subcloud.Spec.StartWithin)
            return;
        LetGo(subcloud, talk);
        subcloud.RoundEnds = Instant.Never;
        subcloud.State = SubcloudState.Failed;
        subcloud.Reason = ReasonCode.InsufficientCapacity;
    }

    private static void LetGo(Subcloud subcloud, Talk talk)
    {
        foreach (Member member in subcloud.Roster)
        {
            if (member.State < MemberState.Lost)
                MemberLine.Release(member, talk);
        }

        subcloud.Roster.Clear();
    }

    // Random, growing pauses keep rivals for the same machines from meeting again and again.
    private void Pause(Instant now, Subcloud subcloud)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(100 << Math.Min(subcloud.FruitlessRounds, 8));
        TimeSpan limit = subcloud.State == SubcloudState.Allocating
            ? TimeSpan.FromMilliseconds(500)
            : LongestPause;
        subcloud.FruitlessRounds++;
        subcloud.NextRound = now + rng.Jitter(pause < limit ? pause : limit);
    }
}
