using P2PCS.Allocation;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Says in a word and a sentence why something is as it is.</summary>
public static class Reasons
{
    /// <summary>Why a subcloud is in its state, or null where nothing needs saying.</summary>
    public static ReasonBody? Of(Subcloud subcloud) => subcloud switch
    {
        { Reason: ReasonCode.InsufficientCapacity } =>
            new("insufficient-capacity", Describe(subcloud)),
        { State: SubcloudState.Degraded } => new(
            "members-missing",
            $"{subcloud.Ready} of {subcloud.Spec.Count} members are ready; " +
            "more machines are being looked for."),
        { State: SubcloudState.Allocating } => new(
            "allocating", "Machines are being asked."),
        { State: SubcloudState.Releasing } => new(
            "releasing", "It is released when its tasks have ended."),
        { Reason: ReasonCode.None } => null,
        _ => Of(subcloud.Reason),
    };

    /// <summary>A reason that needs no counts.</summary>
    public static ReasonBody Of(ReasonCode reason) => reason switch
    {
        ReasonCode.InsufficientCapacity =>
            new("insufficient-capacity", "Not enough machines could be held in time."),
        ReasonCode.FacadeRestarted =>
            new("facade-restarted", "The peer that controls it was restarted."),
        ReasonCode.FacadeStopped =>
            new("facade-stopped", "The peer that controls it was stopped."),
        ReasonCode.ByCustomer => new("by-customer", "Its customer ended it."),
        ReasonCode.TtlEnded => new("ttl-ended", "Its time to live ended."),
        ReasonCode.SubcloudEnded => new("subcloud-ended", "The subcloud it ran on ended."),
        ReasonCode.AttemptsExhausted =>
            new("attempts-exhausted", $"It was tried {Limits.Attempts} times in vain."),
        ReasonCode.TimedOut => new("max-runtime", "It ran longer than it may."),
        ReasonCode.OutputLimit => new("output-limit", "It wrote more than it may."),
        ReasonCode.PeerLost => new("peer-lost", "An earlier attempt was lost with its machine."),
        ReasonCode.Unstartable =>
            new("unstartable", "An earlier attempt could not be started where it was assigned."),
        ReasonCode.ControlledElsewhere => new(
            "controlled-elsewhere", "Another peer controls the subcloud of this key."),
        ReasonCode.WorkDone => new("work-done", "All its work is done."),
        _ => new("unknown", "No reason was noted."),
    };

    /// <summary>The nearest change to a request that could make it succeed.</summary>
    public static string Relax(Subcloud subcloud)
    {
        Shortfall found = subcloud.Shortfall;
        SubcloudSpec spec = subcloud.Spec;
        if (found.Declined == found.Known)
        {
            return "No peer takes tasks: see what 'p2pcs self' says of its sandbox, " +
                "or wait for more peers to join.";
        }

        if (spec.Resources.MemMiB > found.LargestMemMiB)
            return $"The most memory any peer offers is {found.LargestMemMiB} MiB: lower --mem.";
        if (spec.Resources.CpuMilli > found.LargestCpuMilli)
        {
            return $"The most cores any peer offers is {found.LargestCpuMilli / 1000.0:0.###}: " +
                "lower --cpu.";
        }

        if (found.Feasible < spec.Min)
        {
            return $"Only {found.Feasible} peers are big enough: lower --count or --min to " +
                $"{found.Feasible}, ask for less per member, or wait for more peers to join.";
        }

        return $"{found.Busy} peers are busy: lower --min to {found.Fitting}, ask for less per " +
            "member, release another subcloud, or try again later.";
    }

    private static string Describe(Subcloud subcloud)
    {
        Shortfall found = subcloud.Shortfall;
        return $"Needed at least {subcloud.Spec.Min} machines; of {found.Known} known peers " +
            $"{found.Fitting} fit, {found.Busy} are busy, {found.TooSmall} are too small, " +
            $"{found.Declined} take no tasks.";
    }
}
