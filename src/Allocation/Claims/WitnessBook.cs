using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Claims;

/// <summary>The words a witness has given: for each subcloud, one facade at a time.</summary>
/// <param name="options">Parameters.</param>
/// <param name="peers">Who is gone.</param>
internal sealed class WitnessBook(ClaimOptions options, PeerTable peers)
{
    private readonly Dictionary<UInt128, Word> words = [];
    private readonly Queue<(UInt128 Subcloud, Instant Until)> order = new();

    /// <summary>Words given.</summary>
    public int Count => words.Count;

    /// <summary>Gives its word to whoever asks first.</summary>
    public ClaimAnswerMessage Hear(Instant now, in Sender facade, in ClaimMessage claim)
    {
        Forget(now);
        bool isGiven = words.TryGetValue(claim.Subcloud, out Word word);
        if (claim.Verb == ClaimVerb.Withdraw)
        {
            if (isGiven && word.Facade == facade.Id && word.Turn <= claim.Turn)
                words.Remove(claim.Subcloud);
            return new ClaimAnswerMessage(
                claim.Subcloud, claim.Turn, ClaimOutcome.NoWitness, default, default);
        }

        if (isGiven && word.Facade != facade.Id && !IsGone(word.Facade))
        {
            return new ClaimAnswerMessage(
                claim.Subcloud, claim.Turn, ClaimOutcome.Given, word.Facade, word.Address);
        }

        if (!isGiven)
            order.Enqueue((claim.Subcloud, now + options.Keep));
        uint turn = isGiven && word.Facade == facade.Id
            ? Math.Max(word.Turn, claim.Turn)
            : claim.Turn;
        words[claim.Subcloud] = new Word(facade.Id, facade.Address, turn);
        return new ClaimAnswerMessage(
            claim.Subcloud, claim.Turn, ClaimOutcome.Granted, default, default);
    }

    // Whose controller is gone has no subcloud: its leases lapse.
    private bool IsGone(PeerId facade)
    {
        int handle = peers.Find(facade);
        return handle != PeerTable.NoHandle
            && peers[handle].State is PeerState.Unreachable or PeerState.Left;
    }

    private void Forget(Instant now)
    {
        while (order.TryPeek(out (UInt128 Subcloud, Instant Until) oldest)
            && (oldest.Until <= now || order.Count > Limits.Claims))
        {
            order.Dequeue();
            words.Remove(oldest.Subcloud);
        }
    }

    private readonly record struct Word(PeerId Facade, PeerAddress Address, uint Turn);
}
