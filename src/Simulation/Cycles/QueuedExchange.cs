namespace P2PCS.Simulation.Cycles;

/// <summary>An exchange whose rows are claimed, in one word: 27 bits for each name, 5 for the
/// place.</summary>
/// <param name="Word">The word.</param>
internal readonly record struct QueuedExchange(ulong Word)
{
    private const int NameBits = 27;
    private const uint NameMask = (1u << NameBits) - 1;

    public QueuedExchange(int active, int partner, int place)
        : this((uint)active | ((ulong)(uint)partner << NameBits)
            | ((ulong)(uint)place << (2 * NameBits)))
    {
    }

    /// <summary>The node that starts.</summary>
    public int Active => (int)((uint)Word & NameMask);

    /// <summary>Its partner.</summary>
    public int Partner => (int)((uint)(Word >> NameBits) & NameMask);

    /// <summary>The partner's place in the view.</summary>
    public int Place => (int)(Word >> (2 * NameBits));
}
