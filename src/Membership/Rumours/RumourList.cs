using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Rumours;

/// <summary>The rumours at the end of a body, checked as a whole before any is believed.</summary>
public ref struct RumourList
{
    private WireReader reader;
    private int left;

    /// <summary>The rumour that <see cref="MoveNext"/> came to.</summary>
    public Rumour Current { get; private set; }

    /// <summary>Checks the rest of a body: their number (u8), then the rumours. False changes
    /// nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RumourList rumours)
    {
        var check = new WireReader(bytes);
        int count = check.U8();
        rumours = new RumourList { reader = check, left = count };
        for (int i = 0; i < count && !check.HasFailed; i++)
            Rumour.Read(ref check);
        return check.Complete;
    }

    /// <summary>Goes on to the next; false after the last.</summary>
    public bool MoveNext()
    {
        if (left == 0)
            return false;
        left--;
        Current = Rumour.Read(ref reader);
        return true;
    }
}
