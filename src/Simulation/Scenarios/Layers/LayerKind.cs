using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>A kind of layer: its key in scenario files, how its section is read, what can be
/// observed.</summary>
public sealed class LayerKind
{
    private readonly Func<ConfSection, Layer> read;

    internal LayerKind(
        string key, IReadOnlyList<Observer> observers, Func<ConfSection, Layer> read)
    {
        Key = key;
        Observers = observers;
        this.read = read;
        Salt = key.Aggregate(0ul, (salt, letter) => Draw.Mix(salt + letter));
    }

    /// <summary>The key in <c>protocol</c>.</summary>
    public string Key { get; }

    /// <summary>What can be observed of it.</summary>
    public IReadOnlyList<Observer> Observers { get; }

    /// <summary>A number of its own, so that layers draw from different streams.</summary>
    internal ulong Salt { get; }

    /// <summary>Reads the section, and refuses what else stands in it.</summary>
    internal Layer Read(ConfSection section)
    {
        Layer layer = read(section);
        section.Close();
        return layer;
    }
}
