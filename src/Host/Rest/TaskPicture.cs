using P2PCS.Allocation;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>A task at one moment, as the node knows it: made on the node's thread.</summary>
/// <param name="Id">Its name in the protocol.</param>
/// <param name="Subcloud">The subcloud's name in the protocol.</param>
/// <param name="Spec">Digest of its spec.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="ExitCode">The command's exit code, once there is one.</param>
/// <param name="Result">Digest of the accepted result's manifest; none until then.</param>
/// <param name="Reason">Why it waits or ended.</param>
/// <param name="CreatedAt">When it was submitted, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Attempts">Every try.</param>
/// <param name="Runs">Address of the machine of the newest try, while it runs there.</param>
public sealed record TaskPicture(
    UInt128 Id,
    UInt128 Subcloud,
    Digest Spec,
    TaskState State,
    int? ExitCode,
    Digest Result,
    ReasonBody? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<AttemptBody> Attempts,
    RunningTry? Runs)
{
    /// <summary>Whether it has reached a final state.</summary>
    public bool IsEnded => State >= TaskState.Succeeded;

    /// <summary>Takes a picture; on the node's thread.</summary>
    public static TaskPicture Of(TaskEntry task, PeerNode node) => new(
        task.Id,
        task.Order.Subcloud,
        task.Order.Spec,
        task.State,
        task.ExitCode,
        task.Result,
        ReasonOf(task, node.Controller.Find(task.Order.Subcloud)),
        HostClock.ToUtc(task.CreatedAt),
        ToUtc(task.EndedAt),
        [.. task.Tries.Select(AttemptOf)],
        RunOf(task, node));

    private static AttemptBody AttemptOf(TaskTry attempt) => new(
        attempt.Number,
        attempt.Peer.ToString(),
        Picture.Word(attempt.State),
        HostClock.ToUtc(attempt.StartedAt),
        ToUtc(attempt.EndedAt));

    private static RunningTry? RunOf(TaskEntry task, PeerNode node)
    {
        if (task.Tries.Count == 0 || task.Tries[^1].State != TryState.Running)
            return null;
        TaskTry newest = task.Tries[^1];
        PeerAddress address = node.Controller.Find(task.Order.Subcloud)?.Members
            .LastOrDefault(member => member.Peer == newest.Peer)?.Address ?? default;
        return address.IsNone ? null : new RunningTry(newest.Number, newest.Peer, address);
    }

    private static ReasonBody? ReasonOf(TaskEntry task, Subcloud? subcloud)
    {
        if (task.State == TaskState.Queued && subcloud is not null)
            return WaitOf(task, subcloud);
        if (task.Reason == ReasonCode.SubcloudEnded && subcloud is { Reason: not ReasonCode.None })
        {
            ReasonBody cause = Reasons.Of(subcloud)!;
            return cause with { Message = $"Its subcloud ended: {cause.Message}" };
        }

        return task.Reason == ReasonCode.None ? null : Reasons.Of(task.Reason);
    }

    private static ReasonBody WaitOf(TaskEntry task, Subcloud subcloud)
    {
        string again = task.Reason == ReasonCode.None ? "" : Reasons.Of(task.Reason).Message + " ";
        return subcloud.State == SubcloudState.Allocating
            ? new ReasonBody("waiting-for-machines", again + "Its subcloud is being allocated.")
            : new ReasonBody(
                "waiting-for-room",
                $"{again}{subcloud.Ready} of {subcloud.Spec.Count} members are ready, " +
                "and all of them are in use.");
    }

    private static DateTimeOffset? ToUtc(Instant moment) =>
        moment == Instant.Never ? null : HostClock.ToUtc(moment);
}

/// <summary>Where a try runs now.</summary>
/// <param name="Number">Which try.</param>
/// <param name="Peer">The machine.</param>
/// <param name="Address">Where it is reached.</param>
public sealed record RunningTry(int Number, PeerId Peer, PeerAddress Address);
