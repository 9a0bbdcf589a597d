using System.Buffers;
using System.Globalization;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli;

/// <summary>How values look in tables.</summary>
internal static class Show
{
    /// <summary>Enough of an id to be unique in practice, and accepted wherever ids are.</summary>
    private const int ShortLength = 12;

    private static readonly SearchValues<char> MustQuote =
        SearchValues.Create(" '\"\\$&|;<>*?\n\t");

    public static string Peer(string id) => id.Length > ShortLength ? id[..ShortLength] : id;

    public static string Number(double value) =>
        value.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Resources(ResourcesBody amount) =>
        $"{Number(amount.Cpu)} cpu, {ByteSize.Format(amount.Mem)}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(
        "yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Reason(ReasonBody? reason) =>
        reason is null ? null : $"{reason.Message} ({reason.Code})";

    public static string Command(IReadOnlyList<string> command) =>
        string.Join(' ', command.Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0 && word.AsSpan().IndexOfAny(MustQuote) < 0
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
