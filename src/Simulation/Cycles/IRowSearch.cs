namespace P2PCS.Simulation.Cycles;

/// <summary>Looks eight names up in a full row.</summary>
internal interface IRowSearch
{
    /// <summary>Whether any of eight names is <paramref name="also"/> or stands in the row.
    /// </summary>
    static abstract bool IsAnyIn<TShape>(ref int eight, int also, ref int names)
        where TShape : struct, IRowShape;
}
