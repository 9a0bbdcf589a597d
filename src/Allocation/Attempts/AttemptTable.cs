using P2PCS.Allocation.Leases;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Attempts;

/// <summary>
/// The machine's side of tasks: takes assignments that show a current fence, has the shell run
/// them, and reports their end until the customer dismisses them.
/// </summary>
/// <param name="options">Parameters of leases; their resend time is used for reports.</param>
/// <param name="ledger">Which leases are current.</param>
public sealed class AttemptTable(LeaseOptions options, LeaseLedger ledger)
{
    private readonly List<LocalAttempt> attempts = [];
    private long ledgerVersion;

    /// <summary>Attempts as they stand, dismissed ones included.</summary>
    public IReadOnlyList<LocalAttempt> Attempts => attempts;

    /// <summary>When a report must be sent again.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Stops what runs under ended leases, and reports again what has ended.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (ledgerVersion != ledger.Version)
        {
            ledgerVersion = ledger.Version;
            DropOrphans(outbox);
        }

        if (now < NextDeadline)
            return;
        for (int i = 0; i < attempts.Count; i++)
        {
            if (attempts[i].NextReport > now)
                continue;
            attempts[i] = attempts[i] with { NextReport = now + PauseOf(attempts[i]) };
            Report(attempts[i], outbox);
        }

        Reschedule();
    }

    /// <summary>Takes an assignment or a dismissal.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (kind == MessageKind.Assign)
        {
            if (!AssignMessage.TryRead(body, out AssignMessage assign))
                return Refusal.BadBody;
            Assign(now, sender, assign, outbox);
            return Refusal.None;
        }

        if (!DismissMessage.TryRead(body, out DismissMessage dismiss))
            return Refusal.BadBody;
        int index = IndexOf(dismiss.Attempt);
        if (index >= 0 && attempts[index].Customer == sender.Id)
            Dismiss(index, outbox);
        return Refusal.None;
    }

    /// <summary>The shell tells that the command runs now.</summary>
    public void Started(AttemptKey key, Outbox outbox)
    {
        int index = IndexOf(key);
        if (index < 0 || attempts[index].State != AttemptState.Staging)
            return;
        attempts[index] = attempts[index] with { State = AttemptState.Running };
        Version++;
        if (!attempts[index].Dismissed)
            Report(attempts[index], outbox);
    }

    /// <summary>The shell tells that the attempt is over, one way or another.</summary>
    public void Ended(Instant now, in ReportMessage end, Outbox outbox)
    {
        Invariant.Holds(end.State == AttemptState.Ended);
        int index = IndexOf(end.Attempt);
        if (index < 0 || !attempts[index].Occupies)
            return;
        LocalAttempt ended = attempts[index] with
        {
            State = AttemptState.Ended,
            Outcome = end.Outcome,
            ExitCode = end.ExitCode,
            Result = end.Result,
        };
        if (!ended.Dismissed)
        {
            ended = ended with { NextReport = now + PauseOf(ended) };
            Report(ended, outbox);
        }

        attempts[index] = ended;
        Version++;
        Reschedule();
    }

    private void Assign(Instant now, in Sender sender, in AssignMessage assign, Outbox outbox)
    {
        int index = IndexOf(assign.Attempt);
        if (index >= 0 && attempts[index].Customer == sender.Id)
        {
            if (!attempts[index].Dismissed)
                Report(attempts[index], outbox);
            return;
        }

        var attempt = new LocalAttempt(
            assign.Attempt,
            assign.Fence,
            sender.Id,
            sender.Address,
            assign.Resources,
            Admit(sender.Id, assign, index),
            AttemptOutcome.None,
            0,
            default,
            Dismissed: false,
            Instant.Never);
        attempt = attempt with { NextReport = now + PauseOf(attempt) };
        Report(attempt, outbox);
        if (!attempt.Occupies)
            return;
        attempts.Add(attempt);
        NextDeadline = Instant.Min(NextDeadline, attempt.NextReport);
        Version++;
        outbox.Do(new WorkRequest(
            WorkKind.Start,
            attempt.Key,
            attempt.Customer,
            attempt.Address,
            assign.Spec,
            assign.Resources));
    }

    private AttemptState Admit(PeerId customer, in AssignMessage assign, int namesake)
    {
        if (!ledger.TryFind(assign.Fence, customer, out Lease lease))
            return AttemptState.RefusedStale;
        Resources taken = default;
        foreach (LocalAttempt other in attempts)
        {
            if (other.Fence == assign.Fence && other.Occupies)
                taken += other.Resources;
        }

        bool room = attempts.Count < Limits.LocalAttempts || TryEvict();
        return namesake < 0 && room && assign.Resources.FitsIn(lease.Resources - taken)
            ? AttemptState.Staging
            : AttemptState.RefusedBusy;
    }

    private bool TryEvict()
    {
        int oldest = attempts.FindIndex(attempt => attempt.Dismissed && !attempt.Occupies);
        if (oldest >= 0)
            attempts.RemoveAt(oldest);
        return oldest >= 0;
    }

    private void DropOrphans(Outbox outbox)
    {
        for (int i = attempts.Count - 1; i >= 0; i--)
        {
            if (ledger.TryFind(attempts[i].Fence, attempts[i].Customer, out _))
                continue;
            Dismiss(i, outbox);
            if (attempts[i].Occupies)
                continue;
            attempts.RemoveAt(i);
            Version++;
        }

        Reschedule();
    }

    private void Dismiss(int index, Outbox outbox)
    {
        if (attempts[index].Dismissed)
            return;
        attempts[index] = attempts[index] with { Dismissed = true, NextReport = Instant.Never };
        Version++;
        LocalAttempt gone = attempts[index];
        outbox.Do(new WorkRequest(
            WorkKind.Discard, gone.Key, gone.Customer, gone.Address, gone.Result));
    }

    private int IndexOf(AttemptKey key)
    {
        for (int i = 0; i < attempts.Count; i++)
        {
            if (attempts[i].Key == key)
                return i;
        }

        return -1;
    }

    private void Reschedule()
    {
        NextDeadline = Instant.Never;
        foreach (LocalAttempt attempt in attempts)
            NextDeadline = Instant.Min(NextDeadline, attempt.NextReport);
    }

    // An end is told until it is noted; a running attempt tells now and then that it exists, so
    // that a customer who gave it up can dismiss it.
    private TimeSpan PauseOf(in LocalAttempt attempt) =>
        options.Resend * (attempt.Occupies ? 20 : 2);

    private static void Report(in LocalAttempt attempt, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new ReportMessage(
            attempt.Key, attempt.State, attempt.Outcome, attempt.ExitCode, attempt.Result)
            .Write(ref body);
        outbox.Send(attempt.Address, MessageKind.Report, body);
    }
}
