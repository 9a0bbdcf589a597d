using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// percentile and median: a merging t-digest. Up to <see cref="Kept"/> inputs are kept as they
/// are, and the result is that of linear interpolation between neighbours; beyond, it is within
/// 1 % of rank. Source: Dunning and Ertl, "Computing extremely accurate quantiles using
/// t-digests", 2019, algorithm 1 with the scale function k1.
/// </summary>
internal sealed class QuantilePartial(AggregateSpec spec) : PartialState(spec)
{
    /// <summary>Most centroids. Our guess: two thirds more than a digest needs, so that it is
    /// seldom compressed.</summary>
    public const int Kept = 512;

    /// <summary>Longest state, in bytes.</summary>
    public const int BytesMax = 8 + 3 + (16 * Kept);

    // How finely the ranks are cut: at most as many centroids stay.
    private const double Cuts = 300;

    private readonly List<Centroid> centroids = [];
    private bool isSorted = true;
    private bool isWhole = true;

    public override int WireBytes => 8 + 3 + (16 * centroids.Count);

    public override Value Result()
    {
        if (Count == 0)
            return Value.Null;
        Sort();
        double found = At(Spec.Share * (Count - 1));
        return isWhole && Math.Floor(found) == found && Math.Abs(found) < 9e15
            ? Value.Of((long)found, Spec.Unit)
            : Value.Of(found, Spec.Unit);
    }

    private protected override bool Accepts(in Value value) => value.IsNumber;

    private protected override void Take(in Value value, ulong ticket)
    {
        isWhole &= value.Kind == ValueKind.Int;
        Put(new Centroid(value.AsNumber, 1));
        if (centroids.Count > Kept)
            Compress(Count);
    }

    private protected override void Absorb(PartialState other)
    {
        var digest = (QuantilePartial)other;
        isWhole &= digest.isWhole;
        foreach (Centroid centroid in digest.centroids)
            Put(centroid);
        if (centroids.Count > Kept)
            Compress(Count + digest.Count);
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        Sort();
        writer.U8(isWhole ? (byte)1 : (byte)0);
        writer.U16((ushort)centroids.Count);
        foreach (Centroid centroid in centroids)
        {
            WriteNumber(ref writer, centroid.Mean);
            writer.U64((ulong)centroid.Weight);
        }
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        byte whole = reader.U8();
        isWhole = whole == 1;
        int count = reader.U16();
        reader.Require(whole <= 1 && count <= Kept);
        long weights = 0;
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            double mean = Math.Clamp(ReadNumber(ref reader), Spec.Low, Spec.High);
            ulong weight = reader.U64();
            reader.Require(weight > 0 && weight <= (ulong)(Count - weights));
            if (reader.HasFailed)
                return;
            weights += (long)weight;
            Put(new Centroid(mean, (long)weight));
        }

        reader.Require(weights == Count);
    }

    private void Put(Centroid centroid)
    {
        isSorted &= centroids.Count == 0 || centroids[^1].CompareTo(centroid) <= 0;
        centroids.Add(centroid);
    }

    private void Sort()
    {
        if (!isSorted)
            centroids.Sort();
        isSorted = true;
    }

    // Neighbours become one as long as it spans less than one step of k1.
    private void Compress(long total)
    {
        Sort();
        int kept = 0;
        double before = 0;
        Centroid open = centroids[0];
        double limit = total * Next(0);
        for (int i = 1; i < centroids.Count; i++)
        {
            Centroid next = centroids[i];
            if (before + open.Weight + next.Weight <= limit)
            {
                open = open.With(next);
                continue;
            }

            before += open.Weight;
            centroids[kept++] = open;
            open = next;
            limit = total * Next(before / total);
        }

        centroids[kept++] = open;
        centroids.RemoveRange(kept, centroids.Count - kept);
    }

    // k1(q) = cuts / 2 pi * asin(2 q - 1): where the step that begins at q ends.
    private static double Next(double q)
    {
        double angle = Math.Asin((2 * q) - 1) + (2 * Math.PI / Cuts);
        return angle >= Math.PI / 2 ? 1 : (Math.Sin(angle) + 1) / 2;
    }

    // A centroid's mean stands at the middle of the ranks that it covers.
    private double At(double rank)
    {
        double first = 0;
        Centroid before = centroids[0];
        double middleBefore = 0;
        foreach (Centroid centroid in centroids)
        {
            double middle = first + ((centroid.Weight - 1) / 2.0);
            if (rank <= middle)
            {
                double span = middle - middleBefore;
                double share = span > 0 ? (rank - middleBefore) / span : 1;
                return before.Mean + (share * (centroid.Mean - before.Mean));
            }

            (before, middleBefore) = (centroid, middle);
            first += centroid.Weight;
        }

        return before.Mean;
    }

    private readonly record struct Centroid(double Mean, long Weight) : IComparable<Centroid>
    {
        public int CompareTo(Centroid other)
        {
            int order = Mean.CompareTo(other.Mean);
            return order == 0 ? Weight.CompareTo(other.Weight) : order;
        }

        public Centroid With(Centroid next)
        {
            long weight = Weight + next.Weight;
            return new Centroid(Mean + ((next.Mean - Mean) * next.Weight / weight), weight);
        }
    }
}
