using System.CommandLine;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs query</c>: asks the cloud in SQL.</summary>
internal static class QueryCommand
{
    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var text = new Argument<string>("sql")
        {
            Description = "The query, such as 'SELECT site, count(*) FROM peers GROUP BY site';"
                + " - reads it from standard input",
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Ask again and again: as EVERY says, else every 2 s for an hour",
        };
        var timeout = CliOption.Time("--timeout", "How long to wait for answers");
        var command = new Command("query", "Ask the whole cloud in SQL") { text, watch, timeout };
        var output = new OutputOption(terminal, command, "csv");
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            string sql = parsed.GetValue(text)!;
            var request = new QueryRequest(
                sql == "-" ? await Console.In.ReadToEndAsync(stop) : sql,
                parsed.GetValue(timeout) is { } limit ? Duration.Format(limit) : null);
            return parsed.GetValue(watch)
                ? await WatchAsync(client, terminal, (request, output.Read(parsed)), stop)
                : await AskAsync(client, terminal, (request, parsed, output), stop);
        });
        return command;
    }

    /// <summary>Shows an answer, and says on standard error who was heard.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(
        Terminal terminal, ParseResult parsed, OutputOption output, Answer<QueryBody> answer)
    {
        if (output.Read(parsed) == "csv")
            terminal.Output.Write(QueryText.Csv(answer.Body));
        else
            output.Show(parsed, answer, QueryTables.Of);
        terminal.Error.WriteLine(QueryTables.Summary(answer.Body));
        return Judge(terminal, answer.Body);
    }

    private static async Task<int> AskAsync(
        FacadeClient client,
        Terminal terminal,
        (QueryRequest Request, ParseResult Parsed, OutputOption Output) what,
        CancellationToken stop)
    {
        Answer<QueryBody> answer = await client.Queries.AskAsync(what.Request, stop);
        return Show(terminal, what.Parsed, what.Output, answer);
    }

    private static async Task<int> WatchAsync(
        FacadeClient client,
        Terminal terminal,
        (QueryRequest Request, string Output) what,
        CancellationToken stop)
    {
        var watch = new QueryWatch(client.Queries, terminal, what.Output);
        QueryRequest request = what.Request with { Every = "2s", For = "1h" };
        await watch.RunAsync(request, stop);
        return watch.Last is { } last ? Judge(terminal, last) : ExitCodes.Ok;
    }

    private static int Judge(Terminal terminal, QueryBody answer)
    {
        foreach (string error in answer.Errors)
            terminal.Error.WriteLine($"note: {error}");
        if (!answer.Partial)
            return ExitCodes.Ok;
        terminal.Error.WriteLine(
            "error: fewer peers answered than min_coverage asks for; "
            + "ask again, or give it more time with --timeout");
        return ExitCodes.Partial;
    }
}
