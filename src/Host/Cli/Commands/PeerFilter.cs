using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The options of <c>peers</c> that turn it into a query of the whole cloud.</summary>
internal sealed class PeerFilter
{
    private const int LimitMax = 1000;
    private const string Usual =
        "peer_id, state, region, cpu.cores, cpu.free, mem.free, load1, leases, agent.version";

    private const string Wide = Usual
        + ", mem.total, disk.free, os.name, arch, uptime, tasks, net.rttMs, "
        + "coord.x, coord.y, coord.height, coord.error";

    private readonly Option<string?> where = CliOption.Text(
        "--where", "Which, such as \"mem.free >= 1GiB and label['gpu'] is not null\"", "EXPR");

    private readonly Option<string?> order = CliOption.Text(
        "--order-by", "In which order, such as \"load1 desc\"", "EXPR");

    private readonly Option<int?> limit = CliOption.Count(
        "--limit", "How many at most [100]", LimitMax);

    public void AddTo(Command command)
    {
        command.Add(where);
        command.Add(order);
        command.Add(limit);
    }

    /// <summary>The query that was asked for, or null where none of the options was given.
    /// </summary>
    public string? Query(ParseResult parsed, bool isWide)
    {
        string? which = parsed.GetValue(where);
        string? by = parsed.GetValue(order);
        int? most = parsed.GetValue(limit);
        if (which is null && by is null && most is null)
            return null;

        // An expression stays in its own line, so that the place of an error is the user's own.
        return $"SELECT {(isWide ? Wide : Usual)} FROM peers"
            + (which is null ? "" : $"\nWHERE\n{which}\n")
            + (by is null ? "" : $"\nORDER BY\n{by}\n")
            + (most is null ? "" : $"\nLIMIT {most}");
    }
}
