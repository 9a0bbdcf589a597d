using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>A peer's wish to read what a task attempt wrote.</summary>
/// <param name="Caller">The asking peer, proved by TLS.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Number">Which attempt at it, from 1.</param>
/// <param name="IsStdout">True for stdout, false for stderr.</param>
/// <param name="Follow">True to wait at the end for more until the attempt is over.</param>
public sealed record LogRequest(
    PeerId Caller,
    UInt128 TaskId,
    int Number,
    bool IsStdout,
    bool Follow);
