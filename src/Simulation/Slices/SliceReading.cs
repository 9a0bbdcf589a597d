using P2PCS.Slicing.Slices;

namespace P2PCS.Simulation.Slices;

/// <summary>What the peers of a swarm know of the slices of one attribute, held against the truth
/// of the same moment. Shares are of the peers that have a value and know their place, if nothing
/// else is said.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Peers">Peers that have a value.</param>
/// <param name="Known">Share of those that know a curve.</param>
/// <param name="Sampled">Share of those that know their place by samples only.</param>
/// <param name="Misassigned">Share whose rank is in another tenth than the true one, among those
/// with a curve.</param>
/// <param name="Held">The same with hysteresis.</param>
/// <param name="SampledWrong">The same among those without a curve.</param>
/// <param name="RankError">Of the ranks of those with a curve: mean and worst.</param>
/// <param name="Honest">Share of those with a curve whose told error is at least the true one.
/// </param>
/// <param name="Boundary">Worst of the nine boundaries at a hundred peers, in ranks.</param>
/// <param name="Top">Share of all peers with a value that say they are in the top tenth.</param>
/// <param name="TopWrong">Share of those that are not.</param>
public sealed record SliceReading(
    string Attribute,
    int Peers,
    double Known,
    double Sampled,
    double Misassigned,
    double Held,
    double SampledWrong,
    (double Mean, double Worst) RankError,
    double Honest,
    double Boundary,
    double Top,
    double TopWrong)
{
    private const int Sample = 100;

    /// <summary>Reads all peers.</summary>
    /// <param name="swarm">The swarm.</param>
    /// <param name="attribute">Place of the attribute.</param>
    public static SliceReading Of(SliceSwarm swarm, int attribute)
    {
        string name = SlicePeer.Attributes.Names[attribute];
        Seen[] seen = [.. swarm.Up.Where(peer => peer.KeyOf(attribute) is not null)
            .OrderBy(peer => peer.KeyOf(attribute)!.Value)
            .Select((peer, place) => See(peer, attribute, place))];
        Seen[] known = [.. seen.Where(one => one.Place is { IsSampled: false })];
        Seen[] sampled = [.. seen.Where(one => one.Place is { IsSampled: true })];
        double count = seen.Length;
        double[] errors = [.. known.Select(one => one.Error(count))];
        Seen[] top = [.. seen.Where(one => one.Peer.Kernel.IsIn(Slice.Top(name, 0.1)))];
        return new SliceReading(
            name,
            seen.Length,
            known.Length / count,
            sampled.Length / count,
            Share(known, one => one.Tenth != one.TrueTenth(count)),
            Share(known, one => one.Held != one.TrueTenth(count)),
            Share(sampled, one => one.Tenth != one.TrueTenth(count)),
            (errors.DefaultIfEmpty().Average(), errors.DefaultIfEmpty().Max()),
            Share(known, one => one.Place!.Value.Error >= one.Error(count) - (1 / count)),
            WorstBoundary(known, seen, attribute),
            top.Length / count,
            Share(top, one => one.TrueTenth(count) != Thresholds.Slices - 1));
    }

    private static Seen See(SlicePeer peer, int attribute, int place)
    {
        SlicePicture picture = peer.Kernel.Picture(attribute);
        return new Seen(peer, place, picture.Place, picture.Tenth);
    }

    private static double Share(Seen[] all, Func<Seen, bool> isCounted) =>
        all.Length == 0 ? 0 : all.Count(isCounted) / (double)all.Length;

    private static double WorstBoundary(Seen[] known, Seen[] seen, int attribute)
    {
        RankKey[] order = [.. seen.Select(one => one.Peer.KeyOf(attribute)!.Value)];
        double worst = 0;
        foreach (Seen one in known.Take(Sample))
        {
            RankCurve curve = one.Peer.Kernel.Picture(attribute).Curve!;
            for (int i = 1; i < Thresholds.Slices; i++)
            {
                double rank = i / (double)Thresholds.Slices;
                int found = Array.BinarySearch(order, curve.KeyAt(rank));
                double exact = (found >= 0 ? found + 1 : ~found) / (double)order.Length;
                worst = Math.Max(worst, Math.Abs(exact - rank));
            }
        }

        return worst;
    }

    private readonly record struct Seen(SlicePeer Peer, int Order, RankPlace? Place, int? Held)
    {
        public int Tenth => (int)(Place!.Value.Rank * Thresholds.Slices);

        public int TrueTenth(double count) => (int)(Order * Thresholds.Slices / count);

        public double Error(double count) =>
            Math.Abs(Place!.Value.Rank - ((Order + 0.5) / count));
    }
}
