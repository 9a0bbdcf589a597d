using System.Runtime.Versioning;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end, own peers")]
[UnsupportedOSPlatform("windows")]
public sealed class LiveSandboxTests
{
    [Fact]
    public async Task Without_a_sandbox_tasks_are_refused_unless_the_owner_allows_them()
    {
        using var directory = new LiveDirectory();
        string programs = directory.At("bin");
        Directory.CreateDirectory(programs);
        string broken = Path.Combine(programs, "bwrap");
        await using (FileStream script = File.Open(broken, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = (UnixFileMode)0b111_000_000,
        }))
        {
            byte[] text = [.. "#!/bin/sh\necho 'no namespaces here' >&2\nexit 1\n"u8];
            await script.WriteAsync(text);
        }

        string path = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";

        using (LivePeer peer = await LivePeer.StartAsync(directory.At("peer"), path, []))
        {
            Assert.EndsWith(" driver=none", peer.Ready, StringComparison.Ordinal);
            Assert.Contains(
                "no namespaces here", (await peer.SelfAsync()).Driver.Detail,
                StringComparison.Ordinal);
            Outcome ran = await peer.RunAsync("run", "--", "true");
            Assert.Equal((4, ""), (ran.ExitCode, ran.Text));
            Assert.Contains("take no tasks", ran.Error, StringComparison.Ordinal);
            await peer.StopAsync("TERM");
            Assert.Contains(
                "--allow-unsandboxed", await peer.ErrorsAsync(), StringComparison.Ordinal);
        }

        using LivePeer bare = await LivePeer.StartAsync(
            directory.At("peer"), path, ["--allow-unsandboxed"]);
        Assert.EndsWith(" driver=unsandboxed", bare.Ready, StringComparison.Ordinal);
        Outcome done = await bare.RunAsync("run", "--", "sh", "-c", "echo ran; exit 3");
        Assert.Equal((3, "ran\n"), (done.ExitCode, done.Text));
    }
}
