namespace P2PCS.Simulation.Cycles;

/// <summary>What a step needs: the table's first byte, who starts, and two random words.</summary>
internal readonly ref struct RowStep
{
    public readonly ref byte First;
    public readonly int Active;
    public readonly ulong ActiveDraw;
    public readonly ulong PassiveDraw;

    public RowStep(ref byte first, int active, ulong activeDraw, ulong passiveDraw)
    {
        First = ref first;
        Active = active;
        ActiveDraw = activeDraw;
        PassiveDraw = passiveDraw;
    }
}
