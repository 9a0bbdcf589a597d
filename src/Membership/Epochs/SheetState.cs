using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>The values of one sheet at one peer, all from 0 to 1.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public abstract class SheetState<T>
    where T : SheetState<T>
{
    /// <summary>Becomes a copy.</summary>
    public abstract void CopyFrom(T other);

    /// <summary>Writes it, and becomes what was written: both sides of an exchange then compute
    /// the same.</summary>
    public abstract void Write(ref WireWriter writer);

    /// <summary>Becomes what a peer sent; unusable where the reader has failed afterwards.
    /// </summary>
    public abstract void Read(ref WireReader reader);

    /// <summary>Takes over what both sides must have alike, before anything is mixed.</summary>
    public virtual void Adopt(T theirs)
    {
    }

    /// <summary>Becomes the mean of itself and a partner's.</summary>
    public abstract void Average(T theirs);
}
