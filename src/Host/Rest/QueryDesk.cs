using System.Collections.Concurrent;
using System.Diagnostics;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Protocol;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;

namespace P2PCS.Host.Rest;

/// <summary>Asks the cloud in the name of a facade, and awaits the answers. Any thread may ask.
/// </summary>
/// <param name="actor">The node's mailbox, once there is one.</param>
public sealed class QueryDesk(Func<NodeActor> actor)
{
    // A node answers by its deadline; beyond, it has no time for its customers.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<UInt128, TaskCompletionSource> waiting = new();

    /// <summary>Asks once.</summary>
    /// <param name="query">What.</param>
    /// <param name="stop">Nobody waits any more.</param>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(QueryBody? Answer, Problem? Problem)> AskAsync(
        BoundQuery query, CancellationToken stop)
    {
        long asked = Stopwatch.GetTimestamp();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (QueryStart start, QueryAnswer? answer) = await actor().AskAsync((node, now, outbox) =>
        {
            QueryStart begun = node.Query.Ask(now, query, outbox);
            bool isThere = node.Query.TryTake(begun.Id, out QueryAnswer? at);
            if (begun.Refused is null && !isThere)
                waiting[begun.Id] = told;
            return (begun, at);
        });
        if (start.Refused is { } reason)
            return (null, Refused(reason));
        answer ??= await AwaitAsync(start, told, stop);
        return answer is null
            ? (null, Late(start.Plan))
            : (AnswerBodies.Of(
                answer, query.Query.Options, Stopwatch.GetElapsedTime(asked)), null);
    }

    /// <summary>Looks whether an event tells of an answer that somebody waits for; to be called
    /// for every event of the node.</summary>
    /// <returns>Whether the event was meant for this desk alone.</returns>
    public bool Heed(in NodeEvent happened)
    {
        if (happened.Kind != NodeEventKind.QueryAnswered)
            return false;
        if (waiting.TryRemove(happened.Subject, out TaskCompletionSource? told))
            told.TrySetResult();
        return true;
    }

    private async Task<QueryAnswer?> AwaitAsync(
        QueryStart start, TaskCompletionSource told, CancellationToken stop)
    {
        try
        {
            await told.Task.WaitAsync(start.Plan.Timeout + Grace, stop);
        }
        catch (TimeoutException)
        {
            // What is there is looked for all the same.
        }
        finally
        {
            waiting.TryRemove(start.Id, out _);
        }

        return await actor().AskAsync((node, _, _) =>
            node.Query.TryTake(start.Id, out QueryAnswer? answer) ? answer : null);
    }

    private static Problem Refused(string reason) => Problem.Of(
        422, "query-refused", "The query is not carried out", reason,
        "EXPLAIN before the query shows how it would be carried out, and what it would cost.");

    private static Problem Late(QueryPlan plan) => Problem.Of(
        504, "query-timed-out", "No answer in time",
        $"The node gave no answer to {plan} within {plan.Timeout + Grace}.",
        "The peer may be overloaded; ask again, or ask another peer.");
}
