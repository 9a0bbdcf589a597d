using System.Globalization;

namespace P2PCS.Query.Execution;

/// <summary>How a query would be carried out, and at what cost.</summary>
/// <param name="Kind">How.</param>
/// <param name="Peers">Peers that are asked, the asking one included.</param>
public sealed record QueryPlan(PlanKind Kind, int Peers)
{
    /// <summary>Asks in a row from the first peer to the last.</summary>
    public int Depth { get; init; }

    /// <summary>Most peers that one peer asks.</summary>
    public int FanOut { get; init; }

    /// <summary>Frames without loss, all peers' together.</summary>
    public long Messages { get; init; }

    /// <summary>Bytes of those frames, about.</summary>
    public long Bytes { get; init; }

    /// <summary>Longest wait.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Why it is this plan.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Error of shares and means at 95 %, as a share; null where it is exact.</summary>
    public double? Error { get; init; }

    /// <summary>In one word and its parameters, as <c>tree(depth=4,fanout=10)</c>.</summary>
    public override string ToString() => Kind switch
    {
        PlanKind.Tree => string.Create(
            CultureInfo.InvariantCulture, $"tree(depth={Depth},fanout={FanOut})"),
        PlanKind.Sample => string.Create(
            CultureInfo.InvariantCulture, $"sample(peers={Peers})"),
        PlanKind.Standing => "standing",
        _ => "local",
    };

    /// <summary>What EXPLAIN shows, a line each.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        $"plan: {this}",
        $"why: {Reason}",
        string.Create(CultureInfo.InvariantCulture,
            $"cost: {Messages} messages, about {Bytes} bytes, {Peers} peers"),
        string.Create(CultureInfo.InvariantCulture,
            $"wait: at most {Timeout.TotalMilliseconds:F0} ms"),
        Error is { } error
            ? string.Create(CultureInfo.InvariantCulture, $"error: up to {error:P1}")
            : "error: none",
    ];
}
