using P2PCS.Protocol;

namespace P2PCS.Query.Standing;

/// <summary>How many peers have which text in one column. Immutable.</summary>
/// <param name="Column">Index of the column in its table.</param>
/// <param name="Values">Texts with the number of peers, the most frequent first; not whole.
/// Each may be too small by at most <paramref name="Other"/>.</param>
/// <param name="Other">Peers whose text found no room.</param>
/// <param name="Unknown">Peers that have none.</param>
/// <param name="AsOf">Start of the epoch that counted them.</param>
public sealed record LabelPicture(
    int Column,
    IReadOnlyList<(string Text, double Count)> Values,
    double Other,
    double Unknown,
    Instant AsOf)
{
    /// <summary>Number of peers with a text; 0 where none is known.</summary>
    public double CountOf(string text)
    {
        foreach ((string Text, double Count) value in Values)
        {
            if (value.Text == text)
                return value.Count;
        }

        return 0;
    }

    internal static LabelPicture Of(
        StandingColumns columns,
        int label,
        double peers,
        (LabelTable Labels, Instant AsOf) result)
    {
        LabelTable labels = result.Labels;
        var values = new List<(string Text, double Count)>();
        double known = labels.Rest(label);
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i].Column != label)
                continue;
            values.Add((labels.TextOf(i), labels[i].Share * peers));
            known += labels[i].Share;
        }

        values.Sort((a, b) => a.Count == b.Count
            ? string.CompareOrdinal(a.Text, b.Text)
            : b.Count.CompareTo(a.Count));
        return new LabelPicture(
            columns.Labels[label],
            values,
            labels.Rest(label) * peers,
            Math.Max(0, 1 - known) * peers,
            result.AsOf);
    }
}
