namespace P2PCS.Membership.Liveness;

/// <summary>What is known in closed form about SWIM's probes.</summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM: Scalable weakly-consistent infection-style process group
/// membership protocol", DSN 2002, section 3.
/// </remarks>
public static class ProbeTheory
{
    /// <summary>
    /// Periods until some member probes a crashed one, in a large group whose members all probe
    /// at the same instants: e / (e - 1). With periods out of step it is 1.
    /// </summary>
    public static double FirstProbePeriods => Math.E / (Math.E - 1);

    /// <summary>The chance that one probe of a healthy member goes unanswered.</summary>
    /// <param name="loss">The chance that a datagram is lost, each on its own; in [0, 1].</param>
    /// <param name="proxies">Members asked to probe instead when there is no answer.</param>
    /// <returns>(1 - (1-q)^2) (1 - (1-q)^4)^k.</returns>
    public static double FalseAlarm(double loss, int proxies)
    {
        double direct = 1 - Math.Pow(1 - loss, 2);
        double indirect = 1 - Math.Pow(1 - loss, 4);
        return direct * Math.Pow(indirect, proxies);
    }
}
