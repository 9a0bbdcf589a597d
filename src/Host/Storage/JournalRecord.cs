namespace P2PCS.Host.Storage;

/// <summary>One record as the journal holds it.</summary>
/// <param name="Kind">Which kind of record.</param>
/// <param name="Key">The record's key within its kind.</param>
/// <param name="Value">The value last written.</param>
public readonly record struct JournalRecord(byte Kind, UInt128 Key, ReadOnlyMemory<byte> Value);
