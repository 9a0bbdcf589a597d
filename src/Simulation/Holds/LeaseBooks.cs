using P2PCS.Protocol;

namespace P2PCS.Simulation.Holds;

/// <summary>
/// What machines have promised, kept apart from them: only from what they wrote to disk and what
/// they said. Each entry answers with what is wrong, or null.
/// </summary>
public sealed class LeaseBooks
{
    private readonly Dictionary<(int Machine, Fence Fence), BookedLease> live = [];
    private readonly Dictionary<(int Machine, Fence Fence), UInt128> granted = [];
    private readonly Dictionary<int, Resources> promised = [];

    /// <summary>Promises that stand, of all machines.</summary>
    public int Count => live.Count;

    /// <summary>A promise that stands, or null.</summary>
    public BookedLease? Find(int machine, Fence fence) =>
        live.GetValueOrDefault((machine, fence));

    /// <summary>H1: a machine wrote a promise down; with all that stand it must have as much.
    /// </summary>
    public string? Written(int machine, Fence fence, BookedLease lease, Resources total)
    {
        if (live.TryGetValue((machine, fence), out BookedLease? before))
        {
            live[(machine, fence)] = before with { Active = lease.Active };
            return null;
        }

        if (granted.ContainsKey((machine, fence)))
            return $"H2: machine {machine} granted {fence} twice";
        live.Add((machine, fence), lease);
        Resources sum = promised.GetValueOrDefault(machine) + lease.Resources;
        promised[machine] = sum;
        return sum.FitsIn(total)
            ? null
            : $"H1: machine {machine} has {total} and leased {sum}: a slot is leased twice";
    }

    /// <summary>A machine struck a promise off.</summary>
    public void Struck(int machine, Fence fence)
    {
        if (!live.Remove((machine, fence), out BookedLease? lease))
            return;
        granted.TryAdd((machine, fence), lease.Subcloud);
        promised[machine] = promised[machine] - lease.Resources;
    }

    /// <summary>A machine restarted: nothing that it promised before stands.</summary>
    public void Restarted(int machine)
    {
        foreach ((int Machine, Fence Fence) key in live.Keys.Where(k => k.Machine == machine)
            .ToArray())
        {
            Struck(machine, key.Fence);
        }
    }

    /// <summary>H2: a machine offered a fence; it must stand, on disk.</summary>
    public string? Offered(int machine, Fence fence) => live.ContainsKey((machine, fence))
        ? null
        : $"H2: machine {machine} offers {fence}, which does not stand on its disk";

    /// <summary>H3: a machine accepted an operation; before it, the fence must have stood.
    /// </summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="fence">The fence that was shown.</param>
    /// <param name="stood">Whether it stood when the step began.</param>
    public static string? Accepted(int machine, Fence fence, bool stood) => stood
        ? null
        : $"H3: machine {machine} accepted an operation with the stale fence {fence}";

    /// <summary>H4: a hold that nobody committed has ended; not too late.</summary>
    public static string? HoldEnded(int machine, Fence fence, TimeSpan age, TimeSpan longest) =>
        age <= longest
            ? null
            : $"H4: machine {machine} held {fence} for {age.TotalSeconds:F3} s";
}

/// <summary>A promise of a machine.</summary>
/// <param name="Subcloud">For which subcloud.</param>
/// <param name="Customer">Who may use it.</param>
/// <param name="Resources">How much.</param>
/// <param name="Active">Whether it is a lease, no hold.</param>
/// <param name="At">When it was made, by the machine's clock.</param>
public sealed record BookedLease(
    UInt128 Subcloud, PeerId Customer, Resources Resources, bool Active, Instant At);
