using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>What an event of the simulation is; a value, so that the many of them make no
/// garbage.</summary>
/// <param name="Kind">Which fields count.</param>
/// <param name="Node">Whom it happens to.</param>
/// <param name="Epoch">Its boot epoch when the event was made.</param>
/// <param name="Due">For a timer: when it was set for.</param>
/// <param name="From">For a datagram: who sent it.</param>
/// <param name="FromEpoch">For a datagram: the sender's boot epoch then.</param>
/// <param name="Bytes">For a datagram: a buffer of the engine's.</param>
/// <param name="Length">For a datagram: how much of the buffer it is.</param>
/// <param name="Act">For other things: what to do.</param>
internal readonly record struct Happening(
    HappeningKind Kind,
    SimulatedNode? Node = null,
    uint Epoch = 0,
    Instant Due = default,
    SimulatedNode? From = null,
    uint FromEpoch = 0,
    byte[]? Bytes = null,
    int Length = 0,
    Action? Act = null);
