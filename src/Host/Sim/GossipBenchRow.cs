using P2PCS.Simulation.Cycles;

namespace P2PCS.Host.Sim;

/// <summary>The speed of one code path at one size.</summary>
/// <param name="Path">The code path.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="Nanoseconds">Per node and cycle; the best of several cycles.</param>
/// <param name="BytesPerNode">Bytes of the table per node.</param>
/// <param name="BytesPerSecond">Bytes of rows read and written: two rows in each exchange, both
/// ways.</param>
public sealed record GossipBenchRow(
    CodePath Path, int Nodes, double Nanoseconds, int BytesPerNode, double BytesPerSecond)
{
    /// <summary>Threads that ran a cycle.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many times as fast as one thread in the same run.</summary>
    public double SpeedUp { get; init; } = 1;
}
