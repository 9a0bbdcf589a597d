namespace P2PCS.Membership.Sampling;

/// <summary>One node's view as spans: room for c entries, the first few of them taken.</summary>
/// <param name="names">Names of peers; shape [c].</param>
/// <param name="ages">Ages of their descriptors in cycles; shape [c].</param>
/// <param name="count">Entries taken.</param>
public ref struct ViewRow(Span<int> names, Span<ushort> ages, int count)
{
    /// <summary>Names of peers; shape [c].</summary>
    public readonly Span<int> Names = names;

    /// <summary>Ages of their descriptors in cycles; shape [c].</summary>
    public readonly Span<ushort> Ages = ages;

    /// <summary>Entries taken, from the front.</summary>
    public int Count = count;

    /// <summary>The names that are taken.</summary>
    public readonly Span<int> Held => Names[..Count];

    /// <summary>The ages of the names that are taken.</summary>
    public readonly Span<ushort> HeldAges => Ages[..Count];
}
