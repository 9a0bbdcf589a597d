namespace P2PCS.Query.Execution;

/// <summary>How much of the cloud an answer is of.</summary>
/// <param name="Answered">Peers whose rows are counted.</param>
/// <param name="Estimated">Peers that there were, as far as can be told.</param>
public readonly record struct QueryCoverage(long Answered, double Estimated)
{
    /// <summary>The share that is counted; 1 where nobody is there.</summary>
    public double Fraction => Estimated > 0 ? Math.Min(1, Answered / Estimated) : 1;

    /// <summary>
    /// From what was counted on the way. A peer that said nothing to all tries is alive with the
    /// chance that as many frames were lost; that chance is known from how often the others had
    /// to be asked. Of peers that nobody got to ask, as many are alive as of those asked.
    /// </summary>
    internal static QueryCoverage From(in QueryTally tally, int tries)
    {
        double p = LossOf(tally, tries);
        double all = Math.Pow(p, tries);
        double lost = Math.Min(tally.Silent, tally.Answered * all / (1 - all));
        double alive = tally.Answered + tally.Refused + lost;
        double asked = tally.Answered + tally.Refused + tally.Silent;
        return new(tally.Answered, alive + (tally.Unheard * (asked > 0 ? alive / asked : 1)));
    }

    // The mean number of tries of a peer that answered is (1 + 2p + 3p^2) / (1 + p + p^2) for
    // three, and grows with p.
    private static double LossOf(in QueryTally tally, int tries)
    {
        if (tally.Alone == 0)
            return 0;
        double mean = tally.AloneTries / (double)tally.Alone;
        double low = 0;
        double high = 0.99;
        for (int i = 0; i < 50; i++)
        {
            double p = (low + high) / 2;
            if (MeanTries(p, tries) < mean)
                low = p;
            else
                high = p;
        }

        return low;
    }

    private static double MeanTries(double p, int tries)
    {
        double chance = 1;
        double sum = 0;
        double weighted = 0;
        for (int i = 1; i <= tries; i++, chance *= p)
        {
            sum += chance;
            weighted += i * chance;
        }

        return weighted / sum;
    }
}
