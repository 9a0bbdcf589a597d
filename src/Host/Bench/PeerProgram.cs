using P2PCS.Host.Demo;
using P2PCS.Protocol;

namespace P2PCS.Host.Bench;

/// <summary>This program.</summary>
/// <param name="more">More options of <c>up</c> for a member, by its number; null for none.
/// </param>
internal sealed class PeerProgram(Func<int, string[]>? more = null) : IMemberProgram
{
    private const string PeerWord = ": peer ";
    private static readonly (string Kind, bool Alive)[] Kinds =
    [
        ($"{NodeEventKind.PeerAlive}", true),
        ($"{NodeEventKind.PeerRestarted}", true),
        ($"{NodeEventKind.PeerUnreachable}", false),
        ($"{NodeEventKind.PeerLeft}", false),
    ];

    public string Name => "p2pcs";

    public IEnumerable<string> Command(MemberSlot slot, string? contact) =>
        [
            .. PeerLaunch.Up(slot.Directory, slot.Profile, slot.Listen, contact),
            .. more?.Invoke(slot.Number) ?? [],
        ];

    public Task<string> InviteAsync(Member first) =>
        PeerLaunch.InviteAsync(first.Slot.Directory, [.. first.Slot.Prefix]);

    // A new file begins at midnight.
    public IEnumerable<string> Logs(MemberSlot slot)
    {
        string logs = Path.Combine(slot.Directory, "logs");
        return Directory.Exists(logs) ? Directory.EnumerateFiles(logs) : [];
    }

    public (string Name, string Address)? TryReadReady(string line, MemberSlot slot) =>
        line.StartsWith("ready ", StringComparison.Ordinal)
            ? (Field(line, "id="), Field(line, "listen="))
            : null;

    public MemberEvent? TryReadEvent(string line)
    {
        int at = line.IndexOf(PeerWord, StringComparison.Ordinal);
        if (at < 0)
            return null;

        // The log writes the kind's name in quotes.
        ReadOnlySpan<char> before = line.AsSpan(0, at).TrimEnd('"');
        foreach ((string kind, bool alive) in Kinds)
        {
            if (before.EndsWith(kind, StringComparison.Ordinal))
                return new MemberEvent(Until(line, at + PeerWord.Length, ','), alive);
        }

        return null;
    }

    private static string Field(string line, string name) =>
        Until(line, line.IndexOf(name, StringComparison.Ordinal) + name.Length, ' ');

    private static string Until(string line, int start, char end)
    {
        int at = line.IndexOf(end, start);
        return at < 0 ? line[start..] : line[start..at];
    }
}
