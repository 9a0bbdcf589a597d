namespace P2PCS.Protocol;

/// <summary>Names one try of one task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Number">Which try, from 1.</param>
public readonly record struct AttemptKey(UInt128 Task, int Number);
