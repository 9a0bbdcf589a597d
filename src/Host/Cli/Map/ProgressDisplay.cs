using Spectre.Console;

namespace P2PCS.Host.Cli.Map;

/// <summary>Shows progress while something runs: a bar on a terminal, lines when piped.</summary>
internal static class ProgressDisplay
{
    public static Task<T> ShowAsync<T>(
        Terminal terminal, Func<Action<MapProgress>, Task<T>> work)
    {
        if (terminal.IsInteractive) return ShowBarAsync(terminal, work);
        return work(new PlainProgress(terminal.Output, TimeProvider.System).Report);
    }

    private static Task<T> ShowBarAsync<T>(
        Terminal terminal, Func<Action<MapProgress>, Task<T>> work)
    {
        var progress = Screen.Of(terminal).Progress().Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn());
        return progress.StartAsync(context =>
        {
            var bar = context.AddTask("map");
            return work(now => Draw(bar, now));
        });
    }

    private static void Draw(ProgressTask bar, MapProgress now)
    {
        var isUploading = now.Uploaded < now.Total;
        bar.MaxValue = now.Total;
        bar.Value = isUploading ? now.Uploaded : now.Done;
        bar.Description = isUploading
            ? $"map: uploading {now.Uploaded}/{now.Total}"
            : $"map: {now.Done}/{now.Total} done, {now.Retried} retried, {now.Failed} failed";
    }
}
