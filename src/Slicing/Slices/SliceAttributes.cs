using P2PCS.Membership.Epochs;
using P2PCS.Protocol;

namespace P2PCS.Slicing.Slices;

/// <summary>What slices are made of, in the order of the wire.</summary>
public sealed class SliceAttributes
{
    private readonly string[] names;

    /// <summary>Attributes by their names.</summary>
    /// <param name="names">At least one, at most <see cref="ExchangeMessage.SheetsMax"/>.
    /// </param>
    public SliceAttributes(params string[] names)
    {
        Invariant.Holds(names.Length is > 0 and <= ExchangeMessage.SheetsMax);
        this.names = names;
        // FNV-1a.
        uint hash = 2166136261;
        foreach (char letter in string.Join(' ', names))
            hash = (hash ^ letter) * 16777619;
        Fingerprint = (ushort)(hash ^ (hash >> 16));
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Peers with the same number have the same attributes.</summary>
    public ushort Fingerprint { get; }

    /// <summary>Place of a name; -1 if it is none.</summary>
    public int Find(string name) => Array.IndexOf(names, name);
}
