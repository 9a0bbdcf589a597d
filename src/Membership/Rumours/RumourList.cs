using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Rumours;

/// <summary>The rumours at the end of a body, checked as a whole before any is believed.</summary>
public ref struct RumourList
{
    private WireReader reader;

    private RumourList(ReadOnlySpan<byte> bytes) => reader = new WireReader(bytes);

    /// <summary>The rumour that <see cref="MoveNext"/> came to.</summary>
    public Rumour Current { get; private set; }

    /// <summary>Checks the rest of a body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RumourList rumours)
    {
        rumours = new RumourList(bytes);
        var check = new WireReader(bytes);
        while (!check.Complete)
        {
            Rumour.Read(ref check);
            if (check.HasFailed)
                return false;
        }

        return true;
    }

    /// <summary>Goes on to the next; false after the last.</summary>
    public bool MoveNext()
    {
        if (reader.Complete)
            return false;
        Current = Rumour.Read(ref reader);
        return true;
    }
}
