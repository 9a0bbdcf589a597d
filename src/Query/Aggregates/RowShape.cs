using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>What all rows of one query have in common.</summary>
/// <param name="Columns">Values that are shown.</param>
/// <param name="Descending">For each value that rows are ordered by, whether the greatest comes
/// first.</param>
/// <param name="Limit">Rows that are kept.</param>
public sealed record RowShape(int Columns, IReadOnlyList<bool> Descending, int Limit)
{
    /// <summary>Rows that are shown where a query does not say. Source: the language's
    /// specification.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Which of two rows comes first; NULL comes last either way.</summary>
    public int Compare(KeptRow a, KeptRow b)
    {
        for (int i = 0; i < Descending.Count; i++)
        {
            Value left = a.Order[i];
            Value right = b.Order[i];
            int order = Value.Order(left, right);
            if (order != 0)
                return Descending[i] && !left.IsNull && !right.IsNull ? -order : order;
        }

        return a.Ticket.CompareTo(b.Ticket);
    }
}
