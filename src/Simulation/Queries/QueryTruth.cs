using P2PCS.Query.Execution;
using P2PCS.Query.Values;

namespace P2PCS.Simulation.Queries;

/// <summary>What an answer should have been: numbers by group, of machines that were up from the
/// question to the answer.</summary>
/// <param name="Parts">What a machine adds: a group's name, empty where there is one group, and
/// a number.</param>
public sealed record QueryTruth(Func<QueryPeer, IEnumerable<(string Group, double Number)>> Parts)
{
    /// <summary>By how much an answer is wrong, relative to the truth, in its worst group. Its
    /// last column has the numbers, its first the groups if there are two.</summary>
    public double ErrorOf(QueryAnswer answer, IEnumerable<QueryPeer> machines)
    {
        var truth = machines.SelectMany(Parts).GroupBy(part => part.Group)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.Number));
        double worst = answer.Rows.Count == truth.Count ? 0 : 1;
        foreach (IReadOnlyList<AnswerCell> row in answer.Rows)
        {
            string group = row.Count > 1 ? row[0].Value.AsText : "";
            Value number = row[^1].Value;
            double error = number.IsNumber && truth.TryGetValue(group, out double exact)
                ? Math.Abs((number.AsNumber / exact) - 1) : 1;
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
