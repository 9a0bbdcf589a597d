using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Where a binder leaves its first error.</summary>
internal sealed class Faults
{
    /// <summary>What stands for an expression that was refused.</summary>
    public static readonly Evaluable Nothing = new Constant(Value.Null);

    /// <summary>Why the query is refused; null so far.</summary>
    public QueryError? Error { get; private set; }

    /// <summary>Refuses the query.</summary>
    public Evaluable Fail(Position at, string message, string expected = "", string hint = "")
    {
        Error ??= new QueryError(at, message, expected, hint);
        return Nothing;
    }
}
