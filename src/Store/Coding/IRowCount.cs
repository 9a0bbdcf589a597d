namespace P2PCS.Store.Coding;

/// <summary>A number of targets that the compiler knows, so that each has its own registers.
/// </summary>
internal interface IRowCount
{
    static abstract int Count { get; }
}
