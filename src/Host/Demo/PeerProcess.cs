using System.Diagnostics;
using System.Globalization;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Demo;

/// <summary>A peer agent in its own process, data directory and log file.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(50);

    private readonly string logPath;
    private readonly Process process;
    private FacadeClient? client;

    private PeerProcess(int number, string directory, string logPath, Process process)
    {
        Number = number;
        DataDirectory = directory;
        this.logPath = logPath;
        this.process = process;
    }

    /// <summary>From 1; the first one is the demo's facade.</summary>
    public int Number { get; }

    public string DataDirectory { get; }

    public int ProcessId => process.Id;

    public bool IsRunning => !process.HasExited;

    /// <summary>The peer's id, once it is ready.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Where other peers reach it, once it is ready.</summary>
    public string Address { get; private set; } = "";

    public FacadeClient Client => client!;

    public static PeerProcess Start(int number, string root, DemoOptions options, string? join)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var directory = Path.Combine(root, "peer" + name);
        var logPath = Path.Combine(root, $"peer{name}.log");
        var words = PeerLaunch.Up(directory, "local", "127.0.0.1:0", join);
        if (options.AllowUnsandboxed) words = [.. words, "--allow-unsandboxed"];
        return new PeerProcess(number, directory, logPath, PeerLaunch.Start(words, logPath, join));
    }

    /// <summary>Waits until the peer serves.</summary>
    /// <exception cref="CliException">It ended, or does not serve in time.</exception>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await TryConnectAsync(stop))
        {
            if (!IsRunning) throw Ended();
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new CliException(
                    $"peer {Number} does not serve after {limit.TotalSeconds} s",
                    "see its log above; the machine may be overloaded",
                    ExitCodes.TimedOut);
            }

            await Task.Delay(PollPeriod, stop);
        }
    }

    /// <summary>The failure that a peer is which ended by itself.</summary>
    public CliException Ended() => new(
        $"peer {Number} ended by itself with exit code {process.ExitCode}",
        "see its log above",
        ExitCodes.Internal);

    /// <summary>SIGKILL: no goodbye, nothing written.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGTERM, and SIGKILL when it takes longer than the limit.</summary>
    /// <returns>Whether it ended by itself with exit code 0.</returns>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        if (!IsRunning) return false;
        PosixKill.SendTerminate(ProcessId);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    public IEnumerable<string> LogTail(int lines) =>
        File.Exists(logPath) ? File.ReadLines(logPath).TakeLast(lines) : [];

    public void Dispose()
    {
        client?.Dispose();
        process.Dispose();
    }

    private async Task<bool> TryConnectAsync(CancellationToken stop)
    {
        FacadeClient? client = null;
        try
        {
            var choice = new FacadeChoice(DataDirectory: DataDirectory);
            client = new FacadeClient(FacadeLocator.Find(choice, _ => null));
            var self = (await client.SelfAsync(stop)).Body;
            (Id, Address, this.client) = (self.Id, self.Address, client);
            return true;
        }
        catch (CliException e) when (e.ExitCode
            is ExitCodes.Unreachable or ExitCodes.Unauthenticated)
        {
            // It is still starting: the files or the socket are not there yet.
            client?.Dispose();
            return false;
        }
    }
}
