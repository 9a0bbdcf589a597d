using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Copies a running task's output to the terminal, attempt after attempt.</summary>
/// <param name="client">The facade that controls the task.</param>
/// <param name="terminal">Where its bytes go.</param>
internal sealed class TaskFollower(FacadeClient client, Terminal terminal)
{
    private static readonly TimeSpan PollFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollMax = TimeSpan.FromMilliseconds(500);

    private AttemptBody? followed;
    private long outputCopied;
    private long errorCopied;

    /// <summary>Follows the task to its end.</summary>
    /// <returns>The task in its final state, all of its output copied.</returns>
    public async Task<TaskBody> FollowAsync(TaskBody task, CancellationToken stop)
    {
        while (true)
        {
            task = await NextAttemptAsync(task, stop);
            if (Newer(task) is not { } attempt) break;
            if (followed is { } before) await TellRestartAsync(before, task, attempt);
            followed = attempt;
            if (attempt.State != "refused") await CopyAsync(task.Id, attempt.Number, stop);
        }

        if (TaskStates.IsSucceeded(task) || task.State == "failed")
            await CompleteAsync(task, stop);
        return task;
    }

    // Polls from often to seldom: short commands answer at once, long ones cost nothing.
    private async Task<TaskBody> NextAttemptAsync(TaskBody task, CancellationToken stop)
    {
        var pause = PollFirst;
        while (Newer(task) is null && !TaskStates.IsFinal(task))
        {
            await Task.Delay(pause, stop);
            pause = pause * 1.5 < PollMax ? pause * 1.5 : PollMax;
            task = (await client.TaskAsync(task.Id, TimeSpan.Zero, stop)).Body;
        }

        return task;
    }

    private AttemptBody? Newer(TaskBody task)
    {
        if (task.Attempts.Count == 0) return null;
        var newest = task.Attempts[^1];
        return newest.Number > (followed?.Number ?? 0) ? newest : null;
    }

    private async Task TellRestartAsync(AttemptBody before, TaskBody task, AttemptBody now)
    {
        var ended = task.Attempts.FirstOrDefault(a => a.Number == before.Number) ?? before;
        if (ended.State == "refused") return;
        var line = $"p2pcs: peer {Show.Peer(ended.PeerId)} was lost; the task runs again"
            + $" on {Show.Peer(now.PeerId)}, its output starts over";
        await terminal.Error.WriteLineAsync(line);
        await terminal.Error.FlushAsync(CancellationToken.None);
    }

    private async Task CopyAsync(string task, int attempt, CancellationToken stop)
    {
        outputCopied = 0;
        errorCopied = 0;
        var output = CopyAsync(
            new LogRequest(task, "stdout", true, attempt),
            terminal.OutputBytes,
            count => outputCopied += count,
            stop);
        var error = CopyAsync(
            new LogRequest(task, "stderr", true, attempt),
            terminal.ErrorBytes,
            count => errorCopied += count,
            stop);
        await Task.WhenAll(output, error);
    }

    // A stream that breaks is no error here: the task itself tells how the attempt ended.
    private async Task CopyAsync(
        LogRequest request, Stream target, Action<int> onCopied, CancellationToken stop)
    {
        try
        {
            using var logs = await client.OpenLogsAsync(request, stop);
            await logs.CopyToAsync(target, onCopied, stop);
        }
        catch (CliException e) when (e.ExitCode
            is ExitCodes.NotFound or ExitCodes.Unreachable or ExitCodes.Internal)
        {
            await target.FlushAsync(stop);
        }
    }

    // What a broken stream left out is in the results: the same bytes from the start.
    private async Task CompleteAsync(TaskBody task, CancellationToken stop)
    {
        if (task.Attempts.LastOrDefault(a => a.State == "accepted") is { } accepted
            && accepted.Number != followed?.Number)
        {
            outputCopied = 0;
            errorCopied = 0;
            await terminal.Error.WriteLineAsync(
                $"p2pcs: attempt {accepted.Number} was accepted, its output starts over");
        }

        foreach (var result in task.Results)
        {
            var (copied, target) = result.Name switch
            {
                "stdout" => (outputCopied, terminal.OutputBytes),
                "stderr" => (errorCopied, terminal.ErrorBytes),
                _ => (long.MaxValue, Stream.Null),
            };
            if (copied >= result.Size) continue;
            using var rest = await client.OpenResultAsync(task.Id, result.Name, stop);
            await SkipAsync(rest, copied, stop);
            await rest.CopyToAsync(target, onCopied: null, stop);
        }
    }

    private static async Task SkipAsync(
        FacadeDownload download, long count, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        while (count > 0)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
            var read = await download.ReadAsync(part, stop);
            if (read == 0) return;
            count -= read;
        }
    }
}
