using P2PCS.Protocol;

namespace P2PCS.Slicing.Ranks;

/// <summary>A node's rank among all, estimated by counting whom it meets.</summary>
/// <remarks>Source: Fernández, Gramoli, Jiménez, Kermarrec, Raynal, "Distributed slicing in
/// dynamic systems", ICDCS 2007, section 5.</remarks>
public static class RankCounter
{
    /// <summary>Counts samples that rank below a node: smaller, or equal with a smaller tie.
    /// </summary>
    /// <param name="attributes">Attributes of the samples; shape [m].</param>
    /// <param name="ties">Numbers that order equal attributes; shape [m].</param>
    /// <param name="own">The node's attribute.</param>
    /// <param name="ownTie">The node's tie.</param>
    public static int Below(
        ReadOnlySpan<double> attributes, ReadOnlySpan<uint> ties, double own, uint ownTie)
    {
        Invariant.Holds(attributes.Length == ties.Length);
        int below = 0;
        for (int i = 0; i < attributes.Length; i++)
            below += attributes[i] < own || (attributes[i] == own && ties[i] < ownTie) ? 1 : 0;
        return below;
    }

    /// <summary>The slice of a rank among equal slices.</summary>
    /// <param name="rank">From 0 to 1; outside of it the first or last slice.</param>
    /// <param name="slices">Slices, at least 1.</param>
    public static int SliceOf(double rank, int slices)
    {
        Invariant.Holds(slices > 0);
        return Math.Clamp((int)(rank * slices), 0, slices - 1);
    }
}
