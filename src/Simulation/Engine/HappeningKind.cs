namespace P2PCS.Simulation.Engine;

/// <summary>Kinds of <see cref="Happening"/>.</summary>
internal enum HappeningKind : byte
{
    /// <summary>Something is done to the simulation.</summary>
    Act,

    /// <summary>Something is done to a node, unless it has gone down meanwhile.</summary>
    NodeAct,

    /// <summary>A datagram reaches a machine.</summary>
    Arrival,

    /// <summary>A datagram that reached a machine is taken by its node.</summary>
    Delivery,

    /// <summary>A node's deadline.</summary>
    Timer,
}
