namespace P2PCS.Simulation.Cycles;

/// <summary>Offsets in bytes within a row: names from 0, then ages, the estimate last.</summary>
internal static class RowShape
{
    private const int LineBytes = 64;

    public static int Ages(int capacity) => capacity * sizeof(int);

    public static int Stride(int capacity) =>
        ((capacity * (sizeof(int) + sizeof(ushort))) + sizeof(double) + LineBytes - 1)
        / LineBytes * LineBytes;

    public static int Estimate(int capacity) => Stride(capacity) - sizeof(double);
}
