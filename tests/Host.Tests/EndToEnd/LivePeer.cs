using System.Diagnostics;
using System.Globalization;
using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>A real peer in a process of its own.</summary>
internal sealed class LivePeer : IDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Task<string> rest;
    private readonly Task<string> errors;

    private LivePeer(string directory, Process process, string ready, Task<string> errors)
    {
        DataDirectory = directory;
        Ready = ready;
        this.process = process;
        this.errors = errors;
        rest = process.StandardOutput.ReadToEndAsync();
        Client = new FacadeClient(
            FacadeLocator.Find(new FacadeChoice(DataDirectory: directory), _ => null));
    }

    public string DataDirectory { get; }

    /// <summary>The line it printed once it served.</summary>
    public string Ready { get; }

    public FacadeClient Client { get; }

    public string Id => Field("id");

    public string Listen => Field("listen");

    public string Api => Field("api");

    public int ProcessId => process.Id;

    public static Task<LivePeer> StartAsync(string directory, params string[] more) =>
        StartAsync(directory, path: null, more);

    /// <param name="directory">Its data directory.</param>
    /// <param name="path">Its PATH, or null for the test's own.</param>
    /// <param name="more">More options of <c>up</c>.</param>
    public static Task<LivePeer> StartAsync(string directory, string? path, string[] more) =>
        StartAsync(directory, path is null ? [] : [("PATH", path)], more);

    /// <param name="directory">Its data directory.</param>
    /// <param name="variables">Its environment, besides the test's own.</param>
    /// <param name="more">More options of <c>up</c>.</param>
    public static async Task<LivePeer> StartAsync(
        string directory, (string Name, string Value)[] variables, string[] more)
    {
        string[] words =
        [
            "up", "--data", directory, "--api", "127.0.0.1:0", .. more,
        ];
        if (!more.Contains("--profile"))
            words = [.. words, "--profile", "local"];
        if (!more.Contains("--listen"))
            words = [.. words, "--listen", "127.0.0.1:0"];
        ProcessStartInfo start = Program.Start(words);
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = null;
        try
        {
            line = await process.StandardOutput.ReadLineAsync().WaitAsync(ReadyLimit);
        }
        finally
        {
            if (line is null)
                process.Kill();
        }

        return line is not null
            ? new LivePeer(directory, process, line, errors)
            : throw new IOException($"the peer ended: {await errors}");
    }

    public async Task<SelfBody> SelfAsync() =>
        (await Client.SelfAsync(CancellationToken.None)).Body;

    public async Task<PeerBody[]> PeersAsync() =>
        (await Client.PeersAsync(CancellationToken.None)).Body;

    /// <summary>What this peer thinks of another; null: it has not heard of it.</summary>
    public async Task<string?> StateOfAsync(LivePeer other) =>
        (await PeersAsync()).FirstOrDefault(peer => peer.Id == other.Id)?.State;

    public async Task FreeAsync(double seconds)
    {
        SelfBody? self = null;
        try
        {
            await Until.TrueAsync($"peer {Id} is free", seconds, async () =>
            {
                self = await SelfAsync();
                return self.Leases.Count == 0 && self.Attempts.Count == 0
                    && self.Free == self.Resources;
            });
        }
        catch (TimeoutException late) when (self is not null)
        {
            string held = string.Join(", ", self.Leases.Select(lease => $"{lease}")
                .Concat(self.Attempts.Select(attempt => $"{attempt}")));
            throw new TimeoutException($"{late.Message}: {held}", late);
        }
    }

    /// <summary>A token of this peer's.</summary>
    public async Task<string> InviteAsync(InviteRequest? request = null) =>
        (await Client.InviteAsync(request ?? new InviteRequest(), CancellationToken.None))
        .Body.Token!;

    /// <summary>Runs a client command against this peer.</summary>
    public Task<Outcome> RunAsync(params string[] args) =>
        Program.RunAsync(["--data", DataDirectory, .. args]);

    public void Kill() => process.Kill();

    /// <summary>Sends TERM or INT and waits for the end.</summary>
    /// <returns>Exit code, standard output after the ready line, seconds it took.</returns>
    public async Task<(int ExitCode, string Output, double Seconds)> StopAsync(string signal)
    {
        long started = Stopwatch.GetTimestamp();
        string pid = process.Id.ToString(CultureInfo.InvariantCulture);
        using (Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {pid}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(ReadyLimit);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        return (process.ExitCode, await rest, took.TotalSeconds);
    }

    public async Task<string> ErrorsAsync() => await errors;

    public Task DiedAsync() => process.WaitForExitAsync().WaitAsync(ReadyLimit);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        Client.Dispose();
    }

    private string Field(string name) => Ready.Split(' ')
        .First(word => word.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
