using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>
/// Ids as people and programs see them: a word, an underscore and 26 letters and digits (base32
/// after Crockford, lower case) for 128 bits.
/// </summary>
public static class Names
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    /// <summary>A subcloud's id.</summary>
    public static string Subcloud(UInt128 id) => "sc_" + Encode(id);

    /// <summary>A task's id.</summary>
    public static string Task(UInt128 id) => "task_" + Encode(id);

    /// <summary>A continuous query's id.</summary>
    public static string Query(UInt128 id) => "query_" + Encode(id);

    /// <summary>An invite's id.</summary>
    public static string Invite(UInt128 id) => "inv_" + Encode(id);

    /// <summary>Reads an invite's id; anything else is refused.</summary>
    public static bool TryParseInvite(string? text, out UInt128 id)
    {
        id = 0;
        return text is not null && text.StartsWith("inv_", StringComparison.Ordinal)
            && TryDecode(text.AsSpan(4), out id);
    }

    /// <summary>Reads a task's id; anything else is refused.</summary>
    public static bool TryParseTask(string? text, out UInt128 id)
    {
        id = 0;
        return text is not null && text.StartsWith("task_", StringComparison.Ordinal)
            && TryDecode(text.AsSpan(5), out id);
    }

    /// <summary>Reads a subcloud's id; anything else is refused.</summary>
    public static bool TryParseSubcloud(string? text, out UInt128 id)
    {
        id = 0;
        return text is not null && text.StartsWith("sc_", StringComparison.Ordinal)
            && TryDecode(text.AsSpan(3), out id);
    }

    /// <summary>The name in the protocol of a subcloud that this facade has shown.</summary>
    public static UInt128 SubcloudId(SubcloudBody shown)
    {
        Invariant.Holds(TryParseSubcloud(shown.Id, out UInt128 id));
        return id;
    }

    private static string Encode(UInt128 id) => string.Create(Length, id, (text, rest) =>
    {
        for (int i = text.Length - 1; i >= 0; i--, rest >>= 5)
            text[i] = Letters[(int)(rest & 31)];
    });

    private static bool TryDecode(ReadOnlySpan<char> text, out UInt128 id)
    {
        id = 0;
        if (text.Length != Length || text[0] > '7')
            return false;
        foreach (char c in text)
        {
            int digit = Letters.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            id = (id << 5) | (uint)digit;
        }

        return true;
    }
}
