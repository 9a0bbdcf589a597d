using System.CommandLine;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs top</c>: the whole cloud at a glance, again and again.</summary>
internal static class TopCommand
{
    private const string Sums =
        "SELECT count(*) AS peers, sum(cpu.cores) AS cores, sum(cpu.free) AS cores_free, "
        + "sum(mem.total) AS memory, sum(mem.free) AS memory_free, "
        + "sum(leases) AS leases, sum(tasks) AS tasks FROM peers";

    private const string Loads =
        "SELECT percentile(load1 / cpu.cores, 0.5) AS p50, percentile(load1 / cpu.cores, 0.9) "
        + "AS p90, percentile(load1 / cpu.cores, 0.99) AS p99 FROM peers";

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromSeconds(2);

    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var once = new Option<bool>("--once") { Description = "Show it once and end" };
        var period = CliOption.Time("--interval", "How often to ask [2s]");
        var limit = CliOption.Count("--limit", "How many of the busiest peers [10]", 100);
        var command = new Command("top", "Watch the whole cloud: counts, load, the busiest peers")
        {
            once, period, limit,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var screen = new Redraw(terminal);
            int rows = parsed.GetValue(limit) ?? 10;
            while (true)
            {
                TopPicture now = await TopPicture.TakeAsync(client.Queries, rows, stop);
                screen.Next(now.WriteTo);
                if (parsed.GetValue(once))
                    return ExitCodes.Ok;
                await Task.Delay(parsed.GetValue(period) ?? DefaultPeriod, stop);
            }
        });
        return command;
    }

    /// <summary>What is shown at one moment.</summary>
    private sealed record TopPicture(
        QueryBody Sums, QueryBody Loads, IReadOnlyList<QueryBody> Groups, QueryBody Busiest)
    {
        public static async Task<TopPicture> TakeAsync(
            QueryClient client, int rows, CancellationToken stop)
        {
            string busiest = "SELECT peer_id, state, region, load1, cpu.cores, cpu.free, mem.free, "
                + "leases, tasks, agent.version FROM peers "
                + $"ORDER BY load1 / cpu.cores DESC LIMIT {rows}";
            string[] texts =
            [
                TopCommand.Sums, TopCommand.Loads, Count("state"), Count("site"),
                Count("agent.version"), Count("os.name"), busiest,
            ];
            QueryBody[] answers = await Task.WhenAll(texts.Select(async text =>
                (await client.AskAsync(new QueryRequest(text), stop)).Body));
            return new TopPicture(answers[0], answers[1], answers[2..^1], answers[^1]);
        }

        public void WriteTo(Terminal terminal)
        {
            TextWriter output = terminal.Output;
            output.WriteLine(
                $"cloud at {Cli.Show.Time(Busiest.AsOf.Newest)}, {Busiest.Coverage.Answered} of "
                + $"{Busiest.Coverage.Estimated} peers heard");
            output.WriteLine(Line(Sums));
            output.WriteLine("load per core: " + Line(Loads));
            foreach (QueryBody group in Groups)
            {
                output.WriteLine($"{group.Columns[0].Name}: " + string.Join(", ", group.Rows
                    .Select(row => $"{Words(row[0])} {row[1]}")));
            }

            output.WriteLine();
            QueryTables.Of(Busiest).WriteTo(terminal);
        }

        private static string Count(string column) =>
            $"SELECT {column}, count(*) AS n FROM peers GROUP BY {column} "
            + "ORDER BY n DESC LIMIT 8";

        private static string Line(QueryBody answer) => answer.Rows.Count == 0
            ? "no answer"
            : string.Join(", ", answer.Rows[0].Select((cell, i) =>
                $"{answer.Columns[i].Name} {Known(QueryTables.Cell(cell, answer.Columns[i]))}"));

        private static string Words(JsonElement cell) => cell.ValueKind == JsonValueKind.Null
            ? "(not said)"
            : Rest.QueryText.Plain(cell);

        private static string Known(string text) => text.Length == 0 ? "-" : text;
    }
}
