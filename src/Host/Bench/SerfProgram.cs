using System.Globalization;

namespace P2PCS.Host.Bench;

/// <summary>Serf's agent, the measure to compare with. https://www.serf.io</summary>
internal sealed class SerfProgram : IMemberProgram
{
    private const int FirstPort = 20_000;
    private const int FirstRpcPort = 30_000;

    public string Name => "serf";

    public IEnumerable<string> Command(MemberSlot slot, string? contact)
    {
        string[] words =
        [
            "serf", "agent", $"-node={NameOf(slot)}", $"-bind={AddressOf(slot)}",
            $"-rpc-addr=127.0.0.1:{Text(FirstRpcPort + slot.Number)}", $"-profile={slot.Profile}",
            "-log-level=info",
        ];
        return contact is null ? words : [.. words, $"-join={contact}"];
    }

    public Task<string> InviteAsync(Member first) => Task.FromResult(first.Address);

    public IEnumerable<string> Logs(MemberSlot slot) => [slot.Output];

    public (string Name, string Address)? TryReadReady(string line, MemberSlot slot) =>
        line.Contains("Serf agent running!", StringComparison.Ordinal)
            ? (NameOf(slot), AddressOf(slot))
            : null;

    public MemberEvent? TryReadEvent(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(
            words, word => word.StartsWith("EventMember", StringComparison.Ordinal));
        if (at < 0 || at + 1 >= words.Length)
            return null;
        return words[at] switch
        {
            "EventMemberJoin:" => new MemberEvent(words[at + 1], Alive: true),
            "EventMemberFailed:" or "EventMemberLeave:" =>
                new MemberEvent(words[at + 1], Alive: false),
            _ => null,
        };
    }

    private static string NameOf(MemberSlot slot) => "m" + Text(slot.Number);

    private static string AddressOf(MemberSlot slot) =>
        $"{slot.Ip}:{Text(FirstPort + slot.Number)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
