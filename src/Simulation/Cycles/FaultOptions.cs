namespace P2PCS.Simulation.Cycles;

/// <summary>What goes wrong in a cycle simulation.</summary>
public sealed record FaultOptions
{
    /// <summary>Chance that an exchange fails before anything is sent. Source: Jelasity et al.,
    /// TOCS 2005, section 6.2: link failure.</summary>
    public double ExchangeLoss { get; init; }

    /// <summary>Chance that one message is lost; a lost reply leaves the partner changed and the
    /// active node not. Source: Jelasity et al., TOCS 2005, section 6.3.</summary>
    public double MessageLoss { get; init; }

    /// <summary>Partners tried after one that did not answer. Source: design, "at most 2 retries
    /// with the next"; it is what a live node does.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Share of the nodes that crash at the start of each cycle, while as many fresh
    /// nodes join. Source: Jelasity et al., TOCS 2005, section 6.1: churn.</summary>
    public double Churn { get; init; }
}
