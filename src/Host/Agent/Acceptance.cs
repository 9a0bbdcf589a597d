using System.Collections.Concurrent;
using P2PCS.Host.Identity;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Listens, while a peer starts, whether the cloud admits it. One peer's word against it
/// counts for nothing once another has admitted it. Any thread may call it.</summary>
internal sealed class Acceptance
{
    private const int RefusalsMax = 16;

    private readonly ConcurrentDictionary<PeerAddress, AdmissionRefusal> refusals = new();
    private readonly TaskCompletionSource admitted = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource decided = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long a newcomer waits for a word. Our guess: some handshakes.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    private static TimeSpan SecondThought { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Completes at the first word, for it or against it.</summary>
    public Task FirstWord => decided.Task;

    /// <summary>Whether any peer admitted it.</summary>
    public bool IsAdmitted => admitted.Task.IsCompleted;

    /// <summary>A peer that answers has admitted it.</summary>
    public void Admitted()
    {
        admitted.TrySetResult();
        decided.TrySetResult();
    }

    /// <summary>A peer refused it.</summary>
    /// <param name="by">Its address.</param>
    /// <param name="reason">Why.</param>
    public void Refused(PeerAddress by, AdmissionRefusal reason)
    {
        if (refusals.Count < RefusalsMax || refusals.ContainsKey(by))
            refusals[by] = reason;
        decided.TrySetResult();
    }

    /// <summary>Waits for the first word, or for the end of the patience; after a refusal a
    /// little more, for one that says otherwise.</summary>
    /// <exception cref="Cli.CliException">The word is a refusal.</exception>
    public async Task WaitAsync(CancellationToken stop)
    {
        await Task.WhenAny(decided.Task, Task.Delay(Patience, stop));
        if (!IsAdmitted && !refusals.IsEmpty)
            await Task.WhenAny(admitted.Task, Task.Delay(SecondThought, stop));
        stop.ThrowIfCancellationRequested();
        foreach ((PeerAddress by, AdmissionRefusal reason) in refusals)
        {
            if (!IsAdmitted)
                throw AdmissionWords.RefusedBy($"{Addresses.ToEndpoint(by)}", reason);
        }
    }
}
