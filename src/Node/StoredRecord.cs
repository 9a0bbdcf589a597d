using P2PCS.Protocol;

namespace P2PCS.Node;

/// <summary>A durable record of an earlier incarnation.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Key">Its name among records of that kind.</param>
/// <param name="Value">Its bytes.</param>
public readonly record struct StoredRecord(
    RecordKind Kind, UInt128 Key, ReadOnlyMemory<byte> Value);
