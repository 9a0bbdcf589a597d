namespace P2PCS.Simulation.Cycles;

/// <summary>Looks eight names up in a full row.</summary>
internal interface IRowSearch
{
    /// <summary>Whether any of eight names is <paramref name="also"/> or stands in the row.
    /// </summary>
    static abstract bool IsAnyIn<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape;

    /// <summary>A quick look at two full rows before anything is looked up: true only if they
    /// share no name and the other row does not name the active node.</summary>
    static abstract bool AreApart<TShape>(scoped in RowStep step, ref int names, ref int others)
        where TShape : struct, IRowShape;
}
