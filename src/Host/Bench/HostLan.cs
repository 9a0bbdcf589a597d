using System.Globalization;
using System.Text;

namespace P2PCS.Host.Bench;

/// <summary>Several hosts on one machine: network namespaces on a bridge, with a packet filter in
/// the bridge. Removed without a trace when disposed.</summary>
internal sealed class HostLan : IAsyncDisposable
{
    private readonly string name = $"p2b{Environment.ProcessId % 100_000}";
    private readonly int hosts;

    private HostLan(int hosts) => this.hosts = hosts;

    /// <summary>Why it cannot be made here; null where it can.</summary>
    public static string? Missing =>
        !Environment.IsPrivilegedProcess ? "only root can make network namespaces"
        : Tools.Missing("ip", "nft");

    /// <summary>Makes hosts 1 to <paramref name="hosts"/>, at most 250.</summary>
    public static async Task<HostLan> MakeAsync(int hosts)
    {
        var lan = new HostLan(hosts);
        try
        {
            await lan.MakeAsync();
            return lan;
        }
        catch
        {
            await lan.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a host.</summary>
    public static string IpOf(int host) => $"10.77.0.{Text(host)}";

    /// <summary>The words that run a command on a host and become that command.</summary>
    public string[] On(int host) => ["ip", "netns", "exec", Namespace(host)];

    /// <summary>Lets nothing pass between the first hosts and the others.</summary>
    public Task CutAsync(int first)
    {
        string one = Addresses(1, first);
        string other = Addresses(first + 1, hosts);
        return Tools.RunAsync(
            $$"""
            table bridge p2pcs_cut {
              chain forward {
                type filter hook forward priority 0; policy accept;
                ip saddr { {{one}} } ip daddr { {{other}} } counter drop
                ip saddr { {{other}} } ip daddr { {{one}} } counter drop
              }
            }

            """,
            [.. On(0), "nft", "-f", "-"]);
    }

    /// <summary>Lets everything pass again.</summary>
    public Task HealAsync() =>
        Tools.RunAsync("delete table bridge p2pcs_cut\n", [.. On(0), "nft", "-f", "-"]);

    /// <summary>Removes all namespaces, with their interfaces.</summary>
    public async ValueTask DisposeAsync()
    {
        for (int host = 0; host <= hosts; host++)
            await Tools.TryRunAsync("", "ip", "netns", "delete", Namespace(host));
    }

    // Host 0 is the switch.
    private async Task MakeAsync()
    {
        for (int host = 0; host <= hosts; host++)
            await Tools.RunAsync("", "ip", "netns", "add", Namespace(host));
        var bridge = new StringBuilder("link add br0 type bridge\nlink set br0 up\n");
        for (int host = 1; host <= hosts; host++)
        {
            bridge.Append(
                CultureInfo.InvariantCulture,
                $"link add h{host} type veth peer name eth0 netns {Namespace(host)}\n");
            bridge.Append(CultureInfo.InvariantCulture, $"link set h{host} master br0 up\n");
        }

        await Tools.RunAsync(bridge.ToString(), "ip", "-netns", Namespace(0), "-batch", "-");
        for (int host = 1; host <= hosts; host++)
        {
            await Tools.RunAsync(
                $"link set lo up\naddr add {IpOf(host)}/24 dev eth0\nlink set eth0 up\n",
                "ip", "-netns", Namespace(host), "-batch", "-");
        }
    }

    private string Namespace(int host) => $"{name}-{Text(host)}";

    private static string Addresses(int from, int to) =>
        string.Join(", ", Enumerable.Range(from, to - from + 1).Select(IpOf));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
