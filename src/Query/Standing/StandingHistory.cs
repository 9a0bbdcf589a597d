using P2PCS.Protocol;

namespace P2PCS.Query.Standing;

/// <summary>
/// Earlier results, oldest first: the newest epoch by epoch, older ones at wider steps, all in
/// room taken once. It takes (points + old points) x (24 + 4 x columns) bytes: 20 KB as it comes.
/// </summary>
public sealed class StandingHistory
{
    private readonly StandingOptions options;
    private readonly StandingColumns columns;
    private readonly Ring fine;
    private readonly Ring coarse;

    internal StandingHistory(StandingOptions options, StandingColumns columns)
    {
        this.options = options;
        this.columns = columns;
        fine = new Ring(options.FinePoints, columns.Numbers.Length);
        coarse = new Ring(options.CoarsePoints, columns.Numbers.Length);
    }

    /// <summary>All points, oldest first; a copy.</summary>
    public IReadOnlyList<HistoryPoint> Points()
    {
        var points = new List<HistoryPoint>();
        Instant first = fine.Count > 0 ? fine.AsOf(0) : Instant.Never;
        for (int i = 0; i < coarse.Count && coarse.AsOf(i) < first; i++)
            points.Add(coarse.Point(i));
        for (int i = 0; i < fine.Count; i++)
            points.Add(fine.Point(i));
        return points;
    }

    internal void Add(
        Instant asOf, (double Peers, double Error) size, MomentTable moments)
    {
        Add(fine, asOf, size, moments);
        if (coarse.Count == 0 || asOf - coarse.AsOf(coarse.Count - 1) >= options.CoarseStep)
            Add(coarse, asOf, size, moments);
    }

    private void Add(
        Ring ring, Instant asOf, (double Peers, double Error) size, MomentTable moments)
    {
        Span<float> means = ring.Add(asOf, size);
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = moments.Presence(i) > 0
                ? (float)columns.NumberOf(moments.Moments(i).Mean, i)
                : float.NaN;
        }
    }

    private sealed class Ring(int most, int columns)
    {
        private readonly (Instant AsOf, double Peers, double Error)[] points = new
            (Instant AsOf, double Peers, double Error)[most];

        private readonly float[] means = new float[most * columns];
        private int next;

        public int Count { get; private set; }

        public Instant AsOf(int index) => points[Place(index)].AsOf;

        public HistoryPoint Point(int index)
        {
            (Instant asOf, double peers, double error) = points[Place(index)];
            float[] copy = means.AsSpan(Place(index) * columns, columns).ToArray();
            return new HistoryPoint(asOf, peers, error, copy);
        }

        public Span<float> Add(Instant asOf, (double Peers, double Error) size)
        {
            int place = next;
            next = (next + 1) % most;
            Count = Math.Min(Count + 1, most);
            points[place] = (asOf, size.Peers, size.Error);
            return means.AsSpan(place * columns, columns);
        }

        private int Place(int index) => (next - Count + index + most) % most;
    }
}
