using System.CommandLine;
using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs slices</c>: where a peer stands among all.</summary>
internal static class SlicesCommand
{
    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var command = new Command(
            "slices", "Show where the peer stands among all, and where slices meet");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(parsed, await client.SlicesAsync(stop), Table);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static TextTable Table(SlicesBody slices)
    {
        var table = new TextTable(
            "ATTRIBUTE", "VALUE", "RANK", "ERROR", "TENTH", "BY", "AS OF", "BOUNDARIES");
        foreach (SliceBody slice in slices.Attributes)
        {
            table.Row(
                slice.Attribute,
                slice.Value is { } value ? Short(value) : null,
                slice.Rank is { } rank ? Percent(rank) : null,
                slice.Error is { } error ? Percent(error) : null,
                slice.Tenth?.ToString(CultureInfo.InvariantCulture),
                slice.By,
                slice.AsOf is { } moment ? Show.Time(moment) : null,
                string.Join(' ', slice.Boundaries.Select(Short)));
        }

        return table;
    }

    private static string Short(double value) =>
        value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}
