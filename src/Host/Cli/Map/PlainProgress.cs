namespace P2PCS.Host.Cli.Map;

/// <summary>Progress for logs: a line every two seconds or ten percent, and the last one.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">The clock.</param>
public sealed class PlainProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private long printedAt = time.GetTimestamp();
    private int printedTenth;
    private string printed = "";

    /// <summary>Prints a line where one is due.</summary>
    /// <param name="progress">How far the map is.</param>
    public void Report(MapProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var isUploading = progress.Uploaded < progress.Total;
        var tenth = isUploading ? 0 : progress.Done * 10 / progress.Total;
        var isDue = tenth > printedTenth || time.GetElapsedTime(printedAt) >= Period;
        var line = isUploading
            ? $"map: {progress.Uploaded}/{progress.Total} uploaded"
            : $"map: {progress.Done}/{progress.Total} done, {progress.Retried} retried,"
                + $" {progress.Failed} failed";
        if (!isDue || line == printed) return;
        output.WriteLine(line);
        output.Flush();
        printed = line;
        printedAt = time.GetTimestamp();
        printedTenth = tenth;
    }
}
