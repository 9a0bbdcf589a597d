using System.Text.RegularExpressions;
using P2PCS.Protocol;

namespace P2PCS.Node.Tests;

/// <summary>
/// The examples of docs/WIRE.md are what the code writes; UPDATE_GOLDEN=1 rewrites them.
/// </summary>
public sealed partial class WirePageTests
{
    [Fact]
    public void Every_example_of_the_page_is_what_the_code_writes()
    {
        string path = Path.Combine(Root(), "docs", "WIRE.md");
        string page = File.ReadAllText(path);
        string expected = Example().Replace(page, example => Rewritten(example));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, expected);
        else
            Assert.Equal(expected, page);
        Assert.Equal(
            Samples.Kinds.Select(kind => kind.ToString()),
            Example().Matches(page).Select(example => example.Groups["kind"].Value));
    }

    [Fact]
    public void Every_row_of_the_page_says_the_right_number_and_length()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "WIRE.md"));
        foreach (MessageKind kind in Samples.Kinds)
        {
            int length = GoldenFrames.Of(kind).Length - Protocol.Wire.Frame.HeaderLength;
            string bytes = kind switch
            {
                MessageKind.ShuffleRequest or MessageKind.ShuffleReply => "5 + descriptors",
                MessageKind.Ping or MessageKind.Pong => "24 to 51 + rumours",
                MessageKind.News => "rumours",
                MessageKind.Offer => "25 + status",
                MessageKind.ClaimAnswer => "21 or 71",
                MessageKind.SubcloudTold => "17 or 116 + texts",
                MessageKind.RosterPage => "5 + rumours",
                MessageKind.CharterList => "17 + 8 n",
                MessageKind.CharterStatements => "1 + n (2 + length)",
                MessageKind.CharterWant => "1 + 8 n",
                MessageKind.QueryAsk => "129 + text",
                MessageKind.QueryAnswer => "32 to 65,791",
                MessageKind.AggregatePush => "17 + values",
                MessageKind.AggregateReply => "18 + values",
                MessageKind.SlicePush => "17 + values",
                MessageKind.SliceReply => "18 + values",
                _ => $"{length}",
            };
            Assert.Contains(
                $"\n| {kind} | {(byte)kind} | {bytes} |", page, StringComparison.Ordinal);
        }
    }

    private static string Rewritten(Match example)
    {
        byte[] frame = GoldenFrames.Of(Enum.Parse<MessageKind>(example.Groups["kind"].Value));
        IEnumerable<string> lines = frame.Chunk(16).Select(
            chunk => string.Join(' ', chunk.Select(b => $"{b:x2}")));
        return example.Groups["before"].Value + string.Join('\n', lines) + "\n```";
    }

    public static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "P2PCS.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("P2PCS.sln is in no folder above");
    }

    [GeneratedRegex(
        "(?<before>^### (?<kind>\\w+)\\n(?:(?!^###).*\\n)*?```hex\\n)(?:[0-9a-f ]+\\n)*```",
        RegexOptions.Multiline)]
    private static partial Regex Example();
}
