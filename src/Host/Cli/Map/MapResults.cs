using System.Security.Cryptography;
using System.Text;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>Brings the results of a map's tasks here, checked and whole or not at all.</summary>
/// <param name="client">The facade that has them.</param>
/// <param name="batch">Names temporary files apart from other maps'.</param>
internal sealed class MapResults(FacadeClient client, string batch)
{
    private const int Tries = 3;
    private const int ErrorLines = 5;
    private const int ErrorBytes = 4096;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(300);

    /// <summary>Writes the task's <c>out</c>, or else its <c>stdout</c>, to a file.</summary>
    /// <exception cref="CliException">There is none, or its bytes are wrong.</exception>
    public async Task SaveAsync(TaskBody task, string output, CancellationToken stop)
    {
        var result = task.Results.FirstOrDefault(r => r.Name == "out")
            ?? task.Results.FirstOrDefault(r => r.Name == "stdout")
            ?? throw Broken(task, "brought back neither out nor stdout");
        var directory = Path.GetDirectoryName(output)!;
        Directory.CreateDirectory(directory);
        var part = Path.Combine(directory, $".{Path.GetFileName(output)}.{batch}.part");
        try
        {
            await DownloadAsync(task, result, part, stop);
            File.Move(part, output, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The beginning of the task's stderr, for people.</summary>
    /// <returns>At most five lines; empty where there are none.</returns>
    public async Task<string> FirstErrorLinesAsync(TaskBody task, CancellationToken stop)
    {
        if (task.Attempts.Count == 0) return "";
        try
        {
            var request = new LogRequest(task.Id, "stderr", Follow: false);
            using var logs = await client.OpenLogsAsync(request, stop);
            var buffer = new byte[ErrorBytes];
            var count = 0;
            while (count < ErrorBytes
                && await logs.ReadAsync(buffer.AsMemory(count), stop) is var read and > 0)
            {
                count += read;
            }

            var lines = Encoding.UTF8.GetString(buffer, 0, count).TrimEnd().Split('\n');
            return string.Join('\n', lines.Take(ErrorLines));
        }
        catch (CliException e)
        {
            return $"(its stderr cannot be read: {e.Message})";
        }
    }

    private async Task DownloadAsync(
        TaskBody task, ResultBody result, string path, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await DownloadOnceAsync(task, result, path, stop);
                return;
            }
            catch (CliException e) when (attempt < Tries && e.IsRetryable)
            {
                await Task.Delay(RetryPause * attempt, stop);
            }
        }
    }

    private async Task DownloadOnceAsync(
        TaskBody task, ResultBody result, string path, CancellationToken stop)
    {
        using var download = await client.OpenResultAsync(task.Id, result.Name, stop);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[64 << 10];
        while (await download.ReadAsync(buffer, stop) is var count and > 0)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            await file.WriteAsync(buffer.AsMemory(0, count), stop);
        }

        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (digest != result.Digest)
            throw Broken(task, $"sent a {result.Name} with SHA-256 {digest}, not {result.Digest}");
    }

    private static CliException Broken(TaskBody task, string what) => new(
        $"task {task.Id} ({task.Name}) {what}",
        $"see p2pcs task describe {task.Id}",
        ExitCodes.Internal);
}
