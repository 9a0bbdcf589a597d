using System.Globalization;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli;

/// <summary>Tasks and their results as tables.</summary>
internal static class TaskTables
{
    public static TextTable List(TaskBody[] tasks)
    {
        var table = new TextTable("ID", "STATE", "EXIT", "TRIES", "PEER", "NAME", "COMMAND");
        foreach (var task in tasks)
        {
            var newest = task.Attempts.Count == 0 ? null : task.Attempts[^1].PeerId;
            table.Row(
                task.Id,
                task.State,
                task.ExitCode?.ToString(CultureInfo.InvariantCulture),
                task.Attempts.Count.ToString(CultureInfo.InvariantCulture),
                newest is null ? null : Show.Peer(newest),
                task.Name,
                Show.Command(task.Command));
        }

        return table;
    }

    public static TextTable One(TaskBody task)
    {
        var table = new TextTable("", "")
            .Row("id", task.Id)
            .Row("name", task.Name)
            .Row("state", task.State)
            .Row("exit code", task.ExitCode?.ToString(CultureInfo.InvariantCulture))
            .Row("reason", Show.Reason(task.Reason))
            .Row("subcloud", task.Subcloud)
            .Row("batch", task.Batch)
            .Row("created", Show.Time(task.CreatedAt))
            .Row("ended", task.EndedAt is { } ended ? Show.Time(ended) : null)
            .Row("command", Show.Command(task.Command));
        foreach (var attempt in task.Attempts)
        {
            var started = Show.Time(attempt.StartedAt);
            var peer = Show.Peer(attempt.PeerId);
            table.Row("attempt", $"{attempt.Number}  {peer}  {attempt.State}  {started}");
        }

        foreach (var result in task.Results)
            table.Row("result", $"{result.Name}  {ByteSize.Format(result.Size)}");
        return table;
    }

    public static TextTable Results(ResultBody[] results)
    {
        var table = new TextTable("NAME", "SIZE", "SHA-256");
        foreach (var result in results)
            table.Row(result.Name, ByteSize.Format(result.Size), result.Digest);
        return table;
    }
}
