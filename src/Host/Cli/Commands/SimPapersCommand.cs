using System.CommandLine;
using P2PCS.Host.Sim;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim papers</c>: figures of the papers, replayed.</summary>
internal static class SimPapersCommand
{
    public static Command Build(Terminal terminal)
    {
        var small = new Option<bool>("--small")
        {
            Description = "Small sizes: seconds instead of minutes",
        };
        var only = CliOption.Text(
            "--only", "Rows of one experiment, such as 10 or 10-cyclon", "NUMBER");
        var output = CliOption.Choice("-o", "How to show it", ["table", "json"]);
        var command = new Command("papers", "Replay figures of papers; 1 if one is missed")
        {
            small, only, output,
        };
        command.SetAction((parsed, stop) =>
        {
            PaperRow[] rows = Rows(parsed.GetValue(only));
            PaperScale scale = parsed.GetValue(small) ? PaperScale.Small : PaperScale.Full;
            PaperResult[] results = SimProgress.Show(
                terminal, "papers", rows.Length, progress => rows.Select(row =>
                {
                    stop.ThrowIfCancellationRequested();
                    PaperResult result = row.Run(scale);
                    progress.Ran(0, TimeSpan.Zero);
                    return result;
                }).ToArray());
            if (parsed.GetValue(output) == "json")
                terminal.Output.WriteLine(PaperTables.Json(rows, results));
            else
                PaperTables.Table(rows, results).WriteTo(terminal);
            return Task.FromResult(
                results.All(one => one.IsPass) ? ExitCodes.Ok : ExitCodes.Failed);
        });
        return command;
    }

    private static PaperRow[] Rows(string? only)
    {
        PaperRow[] rows =
        [
            .. Papers.All.Where(row => only is null || row.Number == only
                || row.Number.StartsWith(only + "-", StringComparison.Ordinal)),
        ];
        return rows.Length > 0 ? rows : throw new CliException(
            $"no row is called '{only}'",
            $"known are {string.Join(", ", Papers.All.Select(row => row.Number))}",
            ExitCodes.Usage);
    }
}
