namespace P2PCS.Simulation.Cycles;

/// <summary>
/// One way to compute an exchange of shuffle length 8 between two full rows that share no name.
/// Every implementation leaves the same bytes behind as the span functions do.
/// </summary>
internal interface ILanes
{
    /// <summary>Descriptors in a shuffle that the fast paths know.</summary>
    const int Shuffle = 8;

    /// <summary>Ages from here on are left to the span functions, which stop at the largest.
    /// </summary>
    const int AgeLimit = ushort.MaxValue - 1;

    /// <summary>Whether a search for the oldest entry costs more than to remember what the last
    /// one found.</summary>
    static abstract bool KeepsPlaces { get; }

    /// <summary>The place of the oldest entry of a full row, the first of equals.</summary>
    static abstract int Oldest<TShape>(ref byte row)
        where TShape : struct, IRowShape;

    /// <summary>Fills the samples of the first nodes of a block, whose names are set; draws
    /// nothing else.</summary>
    static abstract void Choose<TShape>(ref StepBlock block, ulong key, int count)
        where TShape : struct, IRowShape;

    /// <summary>The active node's whole step: ages, picks, swaps, averages.</summary>
    /// <param name="step">Table, node and samples.</param>
    /// <returns>False with nothing changed when a row is not full or a name stands in both
    /// rows: the span functions must do it.</returns>
    static abstract bool TryStep<TShape>(scoped in RowStep step)
        where TShape : struct, IRowShape;

    /// <summary>The same for a node whose oldest entry is known already.</summary>
    /// <param name="step">Table, node and samples.</param>
    /// <param name="place">Place of the oldest entry.</param>
    static abstract bool TryStep<TShape>(scoped in RowStep step, int place)
        where TShape : struct, IRowShape;
}
