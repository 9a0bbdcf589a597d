using System.Diagnostics;
using System.Globalization;

namespace P2PCS.Host.Demo;

/// <summary>Tells what the demo does now and remembers how long each phase took.</summary>
/// <param name="output">Where to tell.</param>
internal sealed class DemoPhases(TextWriter output)
{
    private readonly List<string> times = [];

    /// <summary>Such as <c>start 1.9 s, meet 0.4 s</c>.</summary>
    public string Times => string.Join(", ", times);

    public async Task RunAsync(string title, string shortName, Func<Task> work)
    {
        output.WriteLine($"demo: {title}");
        output.Flush();
        var started = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        times.Add($"{shortName} {seconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }
}
