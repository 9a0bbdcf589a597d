using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Execution;
using P2PCS.Query.Values;

namespace P2PCS.Simulation.Queries;

/// <summary>A machine of a simulated cloud: a real kernel, and rows made from its number.
/// </summary>
public sealed class QueryPeer
{
    /// <summary>Attempts that each machine has run.</summary>
    public const int Attempts = 3;

    internal QueryPeer(int index, PeerId id, PeerAddress address)
    {
        (Index, Id, Address) = (index, id, address);
        Readings = new Dictionary<string, Value>
        {
            ["peer_id"] = Value.Of(id.ToString()),
            ["state"] = Value.Of(index % 3 == 0 ? "busy" : "available"),
            ["region"] = Value.Of($"region-{index % 12}"),
            ["cpu.cores"] = Value.Of((double)(2 << (index % 4))),
            ["load1"] = Value.Of(index % 17 / 4.0),
            ["mem.free"] = Value.Of((long)(index % 64) << 28, Unit.Bytes),
            [QueryAudit.Bucket] = Value.Of(QueryAudit.BucketOf(index)),
            [QueryAudit.Mark] = Value.Of(QueryAudit.MarkOf(index), Unit.Bytes),
        };
    }

    /// <summary>Its number.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public PeerId Id { get; }

    /// <summary>Where it is reached.</summary>
    public PeerAddress Address { get; }

    /// <summary>Its row in <c>peers</c>; a liar's says anything.</summary>
    public Dictionary<string, Value> Readings { get; }

    /// <summary>Whether it is up.</summary>
    public bool IsUp { get; internal set; } = true;

    internal QueryKernel Kernel { get; set; } = null!;

    internal Instant WakeAt { get; set; } = Instant.Never;

    /// <summary>Whose one of its attempts was.</summary>
    public string OwnerOf(int attempt) => $"user-{(Index + attempt) % 5}";

    /// <summary>Processor seconds of one of its attempts.</summary>
    public double CpuSeconds(int attempt) => ((Index * 7) + (attempt * 13)) % 3600;

    internal IReadOnlyList<Row> RowsOf(Table table)
    {
        if (table == Schema.Peers)
            return [new NamedRow(table, Readings)];
        if (table != Schema.Attempts)
            return [];
        return [.. Enumerable.Range(0, Attempts).Select(i => new NamedRow(table, new()
        {
            ["owner"] = Value.Of(OwnerOf(i)),
            ["number"] = Value.Of(1L),
            ["cpu_seconds"] = Value.Of(CpuSeconds(i), Unit.Seconds),
        }))];
    }

    private sealed class NamedRow(Table table, Dictionary<string, Value> values) : Row
    {
        public override Value this[int column] =>
            values.GetValueOrDefault(table.Columns[column].Name);
    }
}
