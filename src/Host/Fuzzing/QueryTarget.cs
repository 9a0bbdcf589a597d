using System.Text;
using P2PCS.Query.Language;

namespace P2PCS.Host.Fuzzing;

/// <summary>Texts of queries.</summary>
internal static class QueryTarget
{
    private static readonly string[] Texts =
    [
        "SELECT site, count(*) n, avg(load1) FROM peers WHERE mem.free >= 8GiB AND site LIKE 'it-%'"
            + " GROUP BY site HAVING n > 2 ORDER BY n DESC LIMIT 20",
        "SELECT CASE WHEN label['gpu'] MATCHES '^a(b|c)*$' THEN 1.5 ELSE -2 END FROM peers"
            + " WHERE NOT (load1 BETWEEN 1 AND 2 OR has(driver.wasm)) EVERY 10s FOR 1h",
        "EXPLAIN SELECT percentile(load1 / cpu.cores, 99%), topk(site, 3) FROM peers"
            + " WHERE state IN ('free', NULL) WITH max_error = 3%, consistency = sample",
        "((((-(1 + 2) * 3))))",
    ];

    /// <summary>Bytes as the text of a query, read and checked, printed and read again.</summary>
    public static FuzzTarget Target { get; } = new(
        "query",
        [.. Texts.Select(Encoding.UTF8.GetBytes)],
        (byte[] input, ref Protocol.Rng _) =>
        {
            string text = Encoding.UTF8.GetString(input);
            if (!Binder.TryBind(text, out BoundQuery? bound, out QueryError? error))
                return;
            string canonical = bound.Query.ToString();
            if (!Binder.TryBind(canonical, out BoundQuery? again, out error))
                throw new InvalidOperationException($"The canonical text is refused: {error}");
            if (again.Query.ToString() != canonical)
                throw new InvalidOperationException($"Not canonical: {canonical}");
        })
    {
        // Our guess: twice what any was seen to need, most of it automata of MATCHES.
        AllocationMax = 8 << 20,
    };
}
