using System.Text.Json;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Follows a continuous query to its end; a broken stream is opened again where it
/// broke.</summary>
/// <param name="client">The facade.</param>
/// <param name="terminal">Where to write.</param>
/// <param name="output"><c>table</c>, <c>json</c> or <c>csv</c>.</param>
internal sealed class QueryWatch(QueryClient client, Terminal terminal, string output)
{
    private const int TriesMax = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Redraw screen = new(terminal);
    private bool hasHead;

    /// <summary>The last answer; null before the first.</summary>
    public QueryBody? Last { get; private set; }

    /// <summary>Begins the query and shows answers until it ends; one that is stopped is ended at
    /// the facade too.</summary>
    /// <exception cref="CliException">The facade refuses, or is gone for good.</exception>
    public async Task RunAsync(QueryRequest request, CancellationToken stop)
    {
        string id = (await client.BeginAsync(request, stop)).Body.Id;
        try
        {
            await FollowAsync(id, stop);
        }
        catch (OperationCanceledException)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await client.EndAsync(id, limit.Token);
            throw;
        }
    }

    private async Task FollowAsync(string id, CancellationToken stop)
    {
        long last = 0;
        for (int tries = 1; ; tries++)
        {
            try
            {
                using FacadeDownload stream = await client.OpenAsync(id, last, stop);
                var events = new EventReader(stream.ReadAsync);
                while (await events.NextAsync(stop) is { } next)
                {
                    if (next.Kind == "end")
                        return;
                    Take(next);
                    (last, tries) = (Math.Max(last, next.Id), 1);
                }
            }
            catch (CliException failure) when (failure.IsRetryable && tries < TriesMax)
            {
                terminal.Error.WriteLine($"note: {failure.Message}; going on");
            }

            if (tries >= TriesMax)
            {
                throw new CliException(
                    "the facade ends the stream again and again", null, ExitCodes.Unreachable);
            }

            await Task.Delay(Pause, stop);
        }
    }

    private void Take(ServerEvent next)
    {
        if (next.Kind == "problem")
        {
            ProblemAnswer? problem = JsonSerializer.Deserialize(
                next.Text, FacadeJson.Default.ProblemAnswer);
            terminal.Error.WriteLine($"note: no answer this time: {problem?.Detail}");
        }
        else if (JsonSerializer.Deserialize(next.Text, FacadeJson.Default.QueryBody) is { } body)
        {
            Last = body;
            Write(next.Text, body);
        }
    }

    private void Write(string json, QueryBody body)
    {
        if (output == "json")
        {
            terminal.Output.WriteLine(json);
        }
        else if (output == "csv")
        {
            string text = QueryText.Csv(body);
            terminal.Output.Write(hasHead ? text[(text.IndexOf('\n') + 1)..] : text);
            hasHead = true;
        }
        else
        {
            screen.Next(place =>
            {
                QueryTables.Of(body).WriteTo(place);
                place.Output.WriteLine(
                    $"{Show.Time(body.AsOf.Newest)}: {QueryTables.Summary(body)}");
            });
        }

        terminal.Output.Flush();
    }
}
