using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>One sheet of a peer's aggregates, as an exchange sees it.</summary>
public abstract class Sheet
{
    /// <summary>Whether values are of other columns than this peer's.</summary>
    public abstract bool IsForeign(ReadOnlySpan<byte> values);

    /// <summary>Writes the own values.</summary>
    public abstract void Write(ref WireWriter writer);

    /// <summary>Reads a partner's values, to be merged; false where they are none.</summary>
    public abstract bool TryRead(ReadOnlySpan<byte> values);

    /// <summary>Takes over from what was read what both sides must have alike.</summary>
    public abstract void Adopt();

    /// <summary>Becomes the mean of the own values and those that were read.</summary>
    public abstract void Merge();

    /// <summary>Remembers the own values for <see cref="Undo"/>.</summary>
    public abstract void Keep();

    /// <summary>Becomes what was kept.</summary>
    public abstract void Undo();

    /// <summary>The own values become the result.</summary>
    public abstract void Conclude();
}
