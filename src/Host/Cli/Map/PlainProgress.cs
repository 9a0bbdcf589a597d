namespace P2PCS.Host.Cli.Map;

/// <summary>Progress for logs: a line every two seconds or ten percent, and the last one.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">The clock.</param>
public sealed class PlainProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(2);

    private long _printedAt = time.GetTimestamp();
    private int _printedTenth;
    private string _printed = "";

    /// <summary>Prints a line where one is due.</summary>
    /// <param name="progress">How far the map is.</param>
    public void Report(MapProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var isUploading = progress.Uploaded < progress.Total;
        var tenth = isUploading ? 0 : progress.Done * 10 / progress.Total;
        var isDue = tenth > _printedTenth || time.GetElapsedTime(_printedAt) >= _period;
        var line = isUploading
            ? $"map: {progress.Uploaded}/{progress.Total} uploaded"
            : $"map: {progress.Done}/{progress.Total} done, {progress.Retried} retried,"
                + $" {progress.Failed} failed";
        if (!isDue || line == _printed) return;
        output.WriteLine(line);
        output.Flush();
        _printed = line;
        _printedAt = time.GetTimestamp();
        _printedTenth = tenth;
    }
}
