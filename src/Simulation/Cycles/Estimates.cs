using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>Push-pull averaging between the two rows of an exchange.</summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, "Gossip-based aggregation in large dynamic
/// networks", ACM TOCS 23(3), 2005, fig. 2.</remarks>
internal static class Estimates
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Average<TShape>(ref byte active, ref byte passive)
        where TShape : struct, IRowShape
    {
        int offset = RowShape.Estimate(TShape.Capacity);
        ref double mine = ref RowMemory.At<double>(ref active, offset);
        ref double theirs = ref RowMemory.At<double>(ref passive, offset);
        mine = theirs = (mine + theirs) * 0.5;
    }
}
