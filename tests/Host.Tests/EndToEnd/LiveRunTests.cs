using System.Security.Cryptography;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveRunTests(SharedCloud shared)
{
    [SandboxFact]
    public async Task Exit_codes_are_the_commands_own()
    {
        (int Expected, string[] Command)[] cases =
        [
            (0, ["true"]), (7, ["sh", "-c", "exit 7"]), (137, ["sh", "-c", "kill -9 $$"]),
            (127, ["no-such-command"]),
        ];
        foreach ((int expected, string[] command) in cases)
        {
            Outcome ran = await shared.Facade.RunAsync(["run", "--", .. command]);
            Assert.Equal((expected, ""), (ran.ExitCode, ran.Text));
        }

        await shared.Cloud.FreeAsync();
    }

    [SandboxFact]
    public async Task Both_streams_arrive_byte_for_byte_and_apart()
    {
        const string Script = """printf 'a\0b\377'; printf 'err\0\376' >&2; exit 3""";
        Outcome ran = await shared.Facade.RunAsync("run", "--", "sh", "-c", Script);
        Assert.Equal(3, ran.ExitCode);
        Assert.Equal([0x61, 0, 0x62, 0xff], ran.Output);
        Assert.Equal([0x65, 0x72, 0x72, 0, 0xfe], ran.ErrorBytes);
    }

    [SandboxFact]
    public async Task Twenty_megabytes_of_output_stream_through()
    {
        Outcome ran = await shared.Facade.RunAsync(
            "run", "--", "sh", "-c", "seq 1 2700000");
        Assert.Equal(0, ran.ExitCode);
        using var expected = new MemoryStream();
        var line = new byte[9];
        for (int i = 1; i <= 2_700_000; i++)
        {
            Assert.True(i.TryFormat(line, out int length));
            expected.Write(line.AsSpan(0, length));
            expected.WriteByte((byte)'\n');
        }

        Assert.True(expected.Length > 20_000_000);
        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(expected.ToArray())),
            Convert.ToHexString(SHA256.HashData(ran.Output)));
    }

    [SandboxFact]
    public async Task A_subcloud_is_named_by_name_id_or_the_beginning_of_its_id()
    {
        Outcome made = await shared.Facade.RunAsync(
            "subcloud", "create", "--count", "2", "--name", "named", "-o", "json");
        Assert.Equal(0, made.ExitCode);
        string id = made.Text.Split('"').First(w => w.StartsWith("sc_", StringComparison.Ordinal));
        foreach (string name in new[] { "named", id, id[..9] })
        {
            Outcome ran = await shared.Facade.RunAsync(
                "run", "--subcloud", name, "--", "echo", "x");
            Assert.Equal((0, "x\n"), (ran.ExitCode, ran.Text));
        }

        Assert.Equal(0, (await shared.Facade.RunAsync("subcloud", "release", "named")).ExitCode);
        await shared.Cloud.FreeAsync();
    }

    [SandboxFact]
    public async Task A_task_sees_neither_files_nor_network_nor_other_tasks()
    {
        string secret = Path.Combine(shared.Facade.DataDirectory, "token");
        Outcome ran = await shared.Facade.RunAsync(
            "run", "--", "sh", "-c",
            $"cat '{secret}' 2>/dev/null; ls /home /root /var 2>/dev/null; " +
            "grep -c : /proc/net/dev; ls -d /proc/[0-9]* | wc -l; touch /usr/x 2>/dev/null " +
            "|| echo read-only");
        string[] lines = ran.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("1", lines[0]);
        Assert.InRange(int.Parse(lines[1], null), 1, 8);
        Assert.Equal(["read-only"], lines[2..]);
    }
}
