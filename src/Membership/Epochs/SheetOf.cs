using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>A sheet with its four sets of values.</summary>
/// <typeparam name="T">What its values are.</typeparam>
/// <param name="make">Makes a set of values.</param>
/// <param name="fingerprint">Of the columns; null where the values are of none.</param>
public sealed class SheetOf<T>(Func<T> make, ushort? fingerprint) : Sheet
    where T : SheetState<T>
{
    private readonly T theirs = make();
    private readonly T kept = make();

    /// <summary>The values of the running epoch.</summary>
    public T Own { get; } = make();

    /// <summary>The values at the end of the last epoch that went well.</summary>
    public T Result { get; } = make();

    /// <inheritdoc/>
    public override bool IsForeign(ReadOnlySpan<byte> values)
    {
        var reader = new WireReader(values);
        return fingerprint is { } own && reader.U16() != own && !reader.HasFailed;
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        if (fingerprint is { } own)
            writer.U16(own);
        Own.Write(ref writer);
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> values)
    {
        var reader = new WireReader(values);
        if (fingerprint is { } own)
            reader.Require(reader.U16() == own);
        theirs.Read(ref reader);
        return reader.Complete;
    }

    /// <inheritdoc/>
    public override void Adopt() => Own.Adopt(theirs);

    /// <inheritdoc/>
    public override void Merge() => Own.Average(theirs);

    /// <inheritdoc/>
    public override void Keep() => kept.CopyFrom(Own);

    /// <inheritdoc/>
    public override void Undo() => Own.CopyFrom(kept);

    /// <inheritdoc/>
    public override void Conclude() => Result.CopyFrom(Own);
}
