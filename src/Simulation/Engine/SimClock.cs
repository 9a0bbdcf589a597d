using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>A machine's own clock: an offset and a rate, so that no node can rely on another's.
/// </summary>
/// <param name="Offset">What it shows when the simulation begins.</param>
/// <param name="Drift">How much faster than the simulation it runs, in millionths.</param>
public readonly record struct SimClock(TimeSpan Offset, int Drift)
{
    /// <summary>What it shows at a moment of the simulation.</summary>
    public Instant Local(Instant moment) =>
        new(Offset.Ticks + moment.Ticks + (moment.Ticks * Drift / 1_000_000));

    /// <summary>The first moment of the simulation at which it shows as much.</summary>
    public Instant Global(Instant local)
    {
        if (local == Instant.Never)
            return Instant.Never;
        long span = local.Ticks - Offset.Ticks;
        var moment = new Instant(span - (span * Drift / (1_000_000 + Drift)) - 2);
        while (Local(moment) < local)
            moment = new Instant(moment.Ticks + 1);
        return moment;
    }
}
