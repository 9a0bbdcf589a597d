using P2PCS.Membership.Liveness;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>What the failure detector itself makes of lost datagrams and of slow members.
/// </summary>
internal static class SlowMemberFigures
{
    private const string Swim = "Das, Gupta, Motivala (SWIM), DSN 2002, section 3";
    private const string Lifeguard = "Dadgar, Phillips, Currey (Lifeguard), arXiv 1707.00788";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    public static IEnumerable<PaperRow> Rows() =>
    [
        Alarms(.05, 1),
        Alarms(.1, 1),
        Alarms(.1, 3),
        Alarms(.2, 3),
        new("23", Lifeguard, "false reports that are left of plain SWIM's where an eighth of the "
            + "members is held up again and again: at most 1 / 50",
            scale => Remaining(scale, new LivenessOptions())),
        new("23-alpha", Lifeguard, "the same with the paper's suspicion time, 5 log10 n",
            scale => Remaining(scale, new LivenessOptions { SuspicionCycles = 5 })),
    ];

    private static PaperRow Alarms(double loss, int proxies) => new(
        FormattableString.Invariant($"21-kernel-{loss}-{proxies}"), Swim,
        FormattableString.Invariant($"failing probes of the detector, {loss:P0} lost, {proxies} ")
            + "proxies: part of those in theory, a second try included",
        scale => Alarms(scale, loss, proxies));

    private static PaperResult Alarms(PaperScale scale, double loss, int proxies)
    {
        int members = scale == PaperScale.Small ? 48 : 128;
        var options = new LivenessOptions { Proxies = proxies };
        var swarm = new DetectorSwarm(members, options, loss, 21);
        swarm.Run(Settle);
        (long ended, long failed) = swarm.Probes;
        swarm.Run(TimeSpan.FromSeconds(scale == PaperScale.Small ? 120 : 600));
        (ended, failed) = (swarm.Probes.Ended - ended, swarm.Probes.Failed - failed);
        double theory = ProbeTheory.FalseAlarm(loss, proxies) * ProbeTheory.FalseAlarm(loss, 0);

        // At most the theory's, and not far below: a sign of life that comes otherwise counts too.
        return new PaperResult(0.7, failed / (ended * theory), 0.35);
    }

    private static PaperResult Remaining(PaperScale scale, LivenessOptions options)
    {
        int plain = FalseReports(scale, options.AsPlainSwim());
        int own = FalseReports(scale, options);

        // One more than there are, so that few against none is no success.
        return new PaperResult(0, (own + 1.0) / Math.Max(1, plain), 1.0 / 50);
    }

    // Reports by anybody that one is gone which is not among those held up.
    private static int FalseReports(PaperScale scale, LivenessOptions options)
    {
        int members = scale == PaperScale.Small ? 32 : 128;
        int slow = members / 8;
        int reports = 0;
        foreach (double blocked in scale == PaperScale.Small ? Small : Full)
        {
            var swarm = new DetectorSwarm(members, options, 0, 23);
            swarm.Run(Settle);
            swarm.Condemned = (_, about) => reports += about < slow ? 0 : 1;
            for (double time = 0; time < 120; time += blocked + Runs)
            {
                for (int member = 0; member < slow; member++)
                    swarm.Stall(member, TimeSpan.FromSeconds(blocked));
                swarm.Run(TimeSpan.FromSeconds(blocked + Runs));
            }
        }

        return reports;
    }

    // Seconds that a slow member is held up, and that it runs between. Source: the paper's
    // interval experiments, from which these are a choice.
    private static readonly double[] Small = [8.192, 16.384];
    private static readonly double[] Full = [2.048, 4.096, 8.192, 16.384, 32.768];
    private const double Runs = 0.256;
}
