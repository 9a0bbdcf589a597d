using System.Diagnostics;
using System.Net;
using P2PCS.Host.Shell;
using P2PCS.Host.Tests.Bench;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Real peers beyond loopback, in a network namespace of their own.</summary>
public sealed class LiveNetworkTests : IDisposable
{
    // The peers' home is $1, the program the words after it.
    private const string Script =
        """
        set -e
        home=$1; shift
        ip link set lo up
        ip link add one type veth peer name two
        ip addr add 10.99.0.1/24 dev one; ip addr add 10.99.0.2/24 dev one
        ip link set one up; ip link set two up
        up() {
          name=$1; shift
          "$@" >"$home/$name.out" 2>"$home/$name.err" &
          pids="$pids $!"
          for i in $(seq 150); do grep -q '^ready' "$home/$name.out" && return; sleep 0.2; done
          cat "$home/$name.err"; exit 1
        }
        trap 'kill $pids; wait' EXIT
        up a "$@" up --data "$home/a" --profile local --listen 10.99.0.1:7400 --api 127.0.0.1:7401
        token=$("$@" invite create --uses 0 --data "$home/a" 2>/dev/null)
        up b "$@" up --data "$home/b" --profile local --listen 0.0.0.0:7500 --api 127.0.0.1:7501 \
          --advertise 10.99.0.2 --join "$token"
        token=$("$@" invite create --uses 0 --data "$home/a" 2>/dev/null)
        for i in $(seq 100); do
          "$@" peers --data "$home/a" >"$home/peers"
          [ "$(grep -c alive "$home/peers")" = 2 ] && break
          sleep 0.2
        done
        echo "token $token"
        cat "$home/a.out" "$home/b.out" "$home/peers"
        "$@" run --data "$home/b" -- echo it works
        """;

    private readonly LiveDirectory root = new();

    public void Dispose() => root.Dispose();

    [NetworkFact(beyondLoopback: true)]
    public async Task Peers_listen_beyond_loopback_and_are_known_by_what_they_advertise()
    {
        ProcessStartInfo program = Program.Start();
        var start = new ProcessStartInfo(
            "unshare",
            [
                "--net", "--", "sh", "-c", Script, "sh", root.At(""), program.FileName,
                .. program.ArgumentList,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync()
            .WaitAsync(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync();
        string[] lines = output.Split('\n');
        string all = output + await errors;
        Assert.True(lines.Contains("it works"), all);
        Assert.Contains(" listen=10.99.0.1:7400 ", all, StringComparison.Ordinal);
        Assert.Contains(" listen=10.99.0.2:7500 ", all, StringComparison.Ordinal);
        string text = lines.Single(line => line.StartsWith("token ", StringComparison.Ordinal));
        Assert.True(InviteToken.TryParse(
            text.AsSpan("token ".Length), out InviteToken? token));
        Assert.Contains(
            IPEndPoint.Parse("10.99.0.1:7400"), token!.Contacts.Select(Addresses.ToEndpoint));
    }
}
