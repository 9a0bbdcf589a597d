using P2PCS.Allocation.Subclouds;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Claims;

/// <summary>
/// Makes one subcloud of a request that reaches several facades. Its name follows from the
/// request's key, so every facade asks the same witnesses, the peers closest to the name; each
/// gives its word to one facade, and who has most of them is the controller.
/// </summary>
/// <remarks>
/// Source: quorums as in Gifford, "Weighted voting", SOSP 1979; that the closest facade goes on
/// when votes are split is our guess. docs/adr/0015 says what this does not promise.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="controller">Makes what is won.</param>
/// <param name="rng">A stream of its own.</param>
public sealed class ClaimDesk(
    ClaimOptions options, PeerTable peers, SubcloudController controller, Rng rng)
{
    private const int ClaimsKept = 1000;

    private readonly List<Claim> claims = [];
    private readonly WitnessBook book = new(options, peers);
    private Rng rng = rng;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Words given as a witness.</summary>
    public int WordsGiven => book.Count;

    /// <summary>The last claim made here on a subcloud, or null.</summary>
    public Claim? Find(UInt128 subcloud) => claims.FindLast(c => c.Spec.Id == subcloud);

    /// <summary>Claims a subcloud; one that is being claimed already, or is known to be elsewhere,
    /// stays as it is.</summary>
    public Claim Begin(Instant now, SubcloudSpec spec, Outbox outbox)
    {
        Claim? before = Find(spec.Id);
        if (before is { State: ClaimState.Asking })
            return before;
        if (before is not null)
            claims.Remove(before);
        if (claims.Count >= ClaimsKept)
            claims.RemoveAt(0);
        var claim = new Claim(spec, now + options.Patience) { Turn = before?.Turn ?? 0 };
        claims.Add(claim);
        Ask(now, claim, outbox);
        Reschedule();
        return claim;
    }

    /// <summary>Asks a subcloud's controller, which is another, how it stands.</summary>
    public static void AskController(Claim claim, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new SubcloudAskMessage(claim.Spec.Id).Write(ref body);
        outbox.Send(claim.ControllerAt, MessageKind.SubcloudAsk, body);
    }

    /// <summary>Asks again what was not answered, and gives up what takes too long.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        foreach (Claim claim in claims)
        {
            if (claim.State != ClaimState.Asking || now < claim.NextSend)
                continue;
            if (now >= claim.Until)
                Settle(claim, ClaimState.Undecided, outbox);
            else
                Ask(now, claim, outbox);
        }

        Reschedule();
    }

    /// <summary>Takes a claim, a witness's answer, or a question or answer about a subcloud.
    /// </summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        switch (kind)
        {
            case MessageKind.Claim when ClaimMessage.TryRead(body, out ClaimMessage claim):
                BearWitness(now, sender, claim, outbox);
                return Refusal.None;
            case MessageKind.ClaimAnswer
                when ClaimAnswerMessage.TryRead(body, out ClaimAnswerMessage answer):
                return TakeAnswer(now, sender, answer, outbox);
            case MessageKind.SubcloudAsk
                when SubcloudAskMessage.TryRead(body, out SubcloudAskMessage ask):
                Tell(sender, ask.Subcloud, outbox);
                return Refusal.None;
            case MessageKind.SubcloudTold when SubcloudToldMessage.Read(body) is { } told:
                return TakeTold(now, sender, told);
            default:
                return Refusal.BadBody;
        }
    }

    private void BearWitness(
        Instant now, in Sender sender, in ClaimMessage claim, Outbox outbox)
    {
        bool asked = claim.Verb == ClaimVerb.Claim;
        ClaimAnswerMessage answer = asked && !Jury.Includes(peers, claim.Subcloud, options)
            ? new(claim.Subcloud, claim.Turn, ClaimOutcome.NoWitness, default, default)
            : book.Hear(now, sender, claim);
        if (!asked)
            return;
        WireWriter body = outbox.Open();
        answer.Write(ref body);
        outbox.Send(sender.Address, MessageKind.ClaimAnswer, body);
    }

    private void Ask(Instant now, Claim claim, Outbox outbox)
    {
        if (claim.IsPausing || claim.Witnesses.Count == 0)
        {
            claim.Turn++;
            claim.IsPausing = false;
            Jury.Call(peers, claim, options);
        }
        else if (claim.Witnesses.Count(w => w.HasAnswered) * 2 > claim.Witnesses.Count)
        {
            // Those that are silent may stay so: who let go must not wait for them.
            Split(now, claim, outbox);
            return;
        }

        claim.NextSend = Instant.Min(now + options.Resend, claim.Until);
        foreach (Witness witness in claim.Witnesses)
        {
            if (!witness.HasAnswered)
                Send(claim, witness, ClaimVerb.Claim, claim.Turn, outbox);
        }
    }

    private Refusal TakeAnswer(
        Instant now, in Sender sender, in ClaimAnswerMessage answer, Outbox outbox)
    {
        PeerId from = sender.Id;
        Claim? claim = Find(answer.Subcloud);
        Witness? witness = claim?.Witnesses.Find(w => w.Peer == from);
        bool awaited = claim is { State: ClaimState.Asking, IsPausing: false }
            && witness is not null && answer.Turn == claim.Turn;
        if (!awaited)
        {
            // A word that came too late binds a witness to nobody.
            if (answer.Outcome == ClaimOutcome.Granted && claim?.State != ClaimState.Won
                && answer.Turn != claim?.Turn)
            {
                SendWithdrawal(sender.Address, answer.Subcloud, answer.Turn, outbox);
            }

            return Refusal.None;
        }

        if (answer.Outcome == ClaimOutcome.NoWitness)
        {
            witness!.Refused = true;
        }
        else
        {
            bool own = answer.Outcome == ClaimOutcome.Granted;
            witness!.Holder = own ? peers.Self.Id : answer.Holder;
            witness.HolderAt = own ? peers.Self.Address : answer.Address;
        }

        Count(now, claim!, outbox);
        Reschedule();
        return Refusal.None;
    }

    private void Count(Instant now, Claim claim, Outbox outbox)
    {
        foreach (Witness one in claim.Witnesses)
        {
            int votes = claim.Witnesses.Count(w => w.Holder == one.Holder);
            if (one.Holder.IsNone || votes * 2 <= claim.Witnesses.Count)
                continue;
            Decide(now, claim, one, outbox);
            return;
        }

        if (claim.Witnesses.TrueForAll(witness => witness.HasAnswered))
            Split(now, claim, outbox);
    }

    private void Decide(Instant now, Claim claim, Witness chosen, Outbox outbox)
    {
        if (chosen.Holder == peers.Self.Id)
        {
            claim.Outcome = controller.Create(now, claim.Spec, outbox);
            Settle(
                claim,
                claim.Outcome == CreateOutcome.Created ? ClaimState.Won : ClaimState.Undecided,
                outbox);
            return;
        }

        claim.Controller = chosen.Holder;
        claim.ControllerAt = chosen.HolderAt;
        Settle(claim, ClaimState.Elsewhere, outbox);
        AskController(claim, outbox);
    }

    // Nobody has most of the words: whoever is closest keeps what it has, the others let go.
    private void Split(Instant now, Claim claim, Outbox outbox)
    {
        PeerId self = peers.Self.Id;
        bool isClosest = claim.Witnesses.TrueForAll(
            witness => witness.Holder.IsNone || witness.Holder == self
                || Distance.IsCloser(self, witness.Holder, claim.Spec.Id));
        if (!isClosest)
            Withdraw(claim, outbox);
        claim.IsPausing = true;
        claim.NextSend = now + (isClosest ? options.Pause : 3 * rng.Jitter(options.Pause));
        Version++;
    }

    private void Settle(Claim claim, ClaimState state, Outbox outbox)
    {
        claim.State = state;
        claim.NextSend = Instant.Never;
        if (state != ClaimState.Won)
            Withdraw(claim, outbox);
        Version++;
    }

    private void Withdraw(Claim claim, Outbox outbox)
    {
        foreach (Witness witness in claim.Witnesses)
        {
            // One that has not answered may have given its word all the same.
            if (!witness.HasAnswered || witness.Holder == peers.Self.Id)
                Send(claim, witness, ClaimVerb.Withdraw, claim.Turn, outbox);
        }
    }

    private static void Send(
        Claim claim, Witness witness, ClaimVerb verb, uint turn, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new ClaimMessage(claim.Spec.Id, verb, turn).Write(ref body);
        outbox.Send(witness.Address, MessageKind.Claim, body);
    }

    private static void SendWithdrawal(
        PeerAddress to, UInt128 subcloud, uint turn, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new ClaimMessage(subcloud, ClaimVerb.Withdraw, turn).Write(ref body);
        outbox.Send(to, MessageKind.Claim, body);
    }

    private void Tell(in Sender sender, UInt128 id, Outbox outbox)
    {
        Subcloud? subcloud = controller.Find(id);
        WireWriter body = outbox.Open();
        new SubcloudToldMessage(
            id, subcloud, (uint)(subcloud?.Ready ?? 0), (uint)(subcloud?.Losses ?? 0))
            .Write(ref body);
        outbox.Send(sender.Address, MessageKind.SubcloudTold, body);
    }

    private Refusal TakeTold(Instant now, in Sender sender, SubcloudToldMessage told)
    {
        if (Find(told.Id) is not { State: ClaimState.Elsewhere } claim
            || claim.Controller != sender.Id)
        {
            return Refusal.Unexpected;
        }

        claim.Told = told;
        claim.ToldAt = now;
        Version++;
        return Refusal.None;
    }

    private void Reschedule()
    {
        NextDeadline = Instant.Never;
        foreach (Claim claim in claims)
        {
            if (claim.State == ClaimState.Asking)
                NextDeadline = Instant.Min(NextDeadline, claim.NextSend);
        }
    }
}
