using P2PCS.Membership.Epochs;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Sheet 2: of each counted column the share of all peers with each text, as a bounded sorted
/// list. Of more texts than fit those with the smallest shares go into the column's rest.
/// </summary>
/// <param name="columns">Which columns.</param>
/// <remarks>Averaging as in every sheet; the bound is ours. Shares that are told are never too
/// large; they may be too small by what the rest holds.</remarks>
public sealed class LabelTable(StandingColumns columns) : SheetState<LabelTable>
{
    /// <summary>Most texts: what fits a frame.</summary>
    public const int Most = 40;

    /// <summary>Longest text, in bytes of UTF-8; longer ones are cut at a whole character.
    /// </summary>
    public const int TextBytes = 24;

    private readonly double[] rests = new double[columns.Labels.Length];
    private Label[] labels = new Label[2 * Most];
    private Label[] merged = new Label[2 * Most];

    /// <summary>Texts in the list.</summary>
    public int Count { get; private set; }

    /// <summary>A text's column, by its number among the counted ones, and its share.</summary>
    public (int Column, double Share) this[int index] =>
        (labels[index].Column, labels[index].Share);

    /// <summary>A text.</summary>
    public string TextOf(int index) => labels[index].Text.ToString();

    /// <summary>Share of all peers whose text in a column found no room.</summary>
    public double Rest(int column) => rests[column];

    /// <summary>Begins an epoch with a peer's own row.</summary>
    public void Begin(Row row)
    {
        Array.Clear(rests);
        Count = 0;
        for (int column = 0; column < rests.Length; column++)
        {
            Value value = row[columns.Labels[column]];
            if (!value.IsNull && value.AsText.Length > 0)
                labels[Count++] = new Label((byte)column, LabelText.Of(value.AsText), 1);
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(LabelTable other)
    {
        other.rests.CopyTo(rests, 0);
        Count = other.Count;
        other.labels.AsSpan(0, Count).CopyTo(labels);
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        foreach (ref double rest in rests.AsSpan())
            rest = UnitHalf.Write(ref writer, rest);
        writer.U8((byte)Count);
        foreach (ref Label label in labels.AsSpan(0, Count))
        {
            writer.U8(label.Column);
            label.Text.Write(ref writer);
            label.Share = UnitHalf.Write(ref writer, label.Share);
        }
    }

    /// <inheritdoc/>
    public override void Read(ref WireReader reader)
    {
        foreach (ref double rest in rests.AsSpan())
            rest = UnitHalf.Read(ref reader);
        int count = reader.U8();
        reader.Require(count <= Most);
        Count = Math.Min(count, Most);
        for (int i = 0; i < Count; i++)
        {
            byte column = reader.U8();
            labels[i] = new Label(column, LabelText.Read(ref reader), UnitHalf.Read(ref reader));
            reader.Require(column < rests.Length && labels[i].Share > 0);
            reader.Require(i == 0 || Label.Order(labels[i - 1], labels[i]) < 0);
        }
    }

    /// <inheritdoc/>
    public override void Average(LabelTable theirs)
    {
        Averaging.Merge(rests, theirs.rests);
        int count = 0;
        for (int i = 0, j = 0; i < Count || j < theirs.Count; count++)
        {
            int order = j == theirs.Count ? -1
                : i == Count ? 1 : Label.Order(labels[i], theirs.labels[j]);
            merged[count] = order <= 0 ? labels[i] : theirs.labels[j];
            double share = (order <= 0 ? labels[i++].Share : 0)
                + (order >= 0 ? theirs.labels[j++].Share : 0);
            merged[count].Share = share * 0.5;
        }

        (labels, merged) = (merged, labels);
        Count = count;
        while (Count > Most)
            DropSmallest();
    }

    private void DropSmallest()
    {
        int smallest = 0;
        for (int i = 1; i < Count; i++)
        {
            if (labels[i].Share < labels[smallest].Share)
                smallest = i;
        }

        rests[labels[smallest].Column] += labels[smallest].Share;
        labels.AsSpan(smallest + 1, Count - smallest - 1).CopyTo(labels.AsSpan(smallest));
        Count--;
    }

    private struct Label(byte column, LabelText text, double share)
    {
        public byte Column = column;
        public LabelText Text = text;
        public double Share = share;

        public static int Order(in Label a, in Label b) => a.Column != b.Column
            ? a.Column.CompareTo(b.Column)
            : LabelText.Order(a.Text, b.Text);
    }
}
