using System.Diagnostics;
using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Demo;

/// <summary>Runs the demo's command here and compares it with what the cloud brought.</summary>
internal static class LocalCheck
{
    private const string Script =
        "gzip -9nc \"$1\" | sha256sum | cut -d' ' -f1 && sha256sum < \"$1\"";

    /// <summary>The demo's command for one file: compress, hash both forms.</summary>
    public static string[] Command(string file) => ["sh", "-c", Script, "sh", file];

    /// <summary>Compares every result byte for byte.</summary>
    /// <returns>Names of the files whose result is missing or differs.</returns>
    public static async Task<IReadOnlyList<string>> FindWrongAsync(
        MapPlan plan, CancellationToken stop)
    {
        var isWrong = new bool[plan.Files.Count];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = stop,
        };
        await Parallel.ForAsync(0, isWrong.Length, options, async (i, token) =>
            isWrong[i] = !await IsRightAsync(plan.Files[i], token));
        return [.. plan.Files.Where((_, i) => isWrong[i]).Select(file => file.Name)];
    }

    private static async Task<bool> IsRightAsync(MapFile file, CancellationToken stop)
    {
        if (!File.Exists(file.Output)) return false;
        var here = await RunAsync(Command(file.Path), stop);
        var there = await File.ReadAllBytesAsync(file.Output, stop);
        return here.AsSpan().SequenceEqual(there);
    }

    private static async Task<byte[]> RunAsync(string[] command, CancellationToken stop)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, stop);
        await process.WaitForExitAsync(stop);
        return output.ToArray();
    }
}
