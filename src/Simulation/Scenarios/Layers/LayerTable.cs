using P2PCS.Protocol;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>What every node of a run holds of one layer.</summary>
internal abstract class LayerTable
{
    /// <summary>A fresh node starts in a row that was dead; it knows its view.</summary>
    public virtual void Join(int node) => Invariant.Holds(false, "a layer that bears churn");

    /// <summary>Every node alive takes its turn; allocates nothing.</summary>
    /// <param name="order">All names.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    public abstract void RunCycle(ReadOnlySpan<int> order, ulong key);

    /// <summary>Puts an observer's columns in; changes nothing that later cycles see.</summary>
    /// <param name="observer">One of the layer's.</param>
    /// <param name="measured">Values by the names of columns; missing where there is none.
    /// </param>
    public abstract void Measure(Observer observer, Dictionary<string, double> measured);
}
