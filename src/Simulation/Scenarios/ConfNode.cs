namespace P2PCS.Simulation.Scenarios;

/// <summary>A value of a configuration file that knows where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Text">Text of a string or a number; else empty.</param>
internal sealed record ConfNode(ConfKind Kind, int Offset, string Text)
{
    /// <summary>Members of an object, as written.</summary>
    public List<ConfMember> Members { get; } = [];

    /// <summary>Items of a list.</summary>
    public List<ConfNode> Items { get; } = [];
}
