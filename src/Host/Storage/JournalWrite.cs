namespace P2PCS.Host.Storage;

/// <summary>One change to the journal: a value put under a key, or a key removed.</summary>
/// <param name="Kind">Which kind of record; each kind has its own keys.</param>
/// <param name="Key">The record's key within its kind.</param>
/// <param name="Value">The new value, any length; not looked at when deleting.</param>
/// <param name="Delete">True to remove the key; removing one that is absent does nothing.</param>
public readonly record struct JournalWrite(
    byte Kind,
    UInt128 Key,
    ReadOnlyMemory<byte> Value,
    bool Delete = false);
