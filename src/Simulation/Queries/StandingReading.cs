using P2PCS.Query.Catalog;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Simulation.Queries;

/// <summary>What the peers of a swarm know, held against the truth of the same moment. Errors are
/// relative to the truth, if nothing else is said.</summary>
/// <param name="Peers">Peers that are there.</param>
/// <param name="Known">Share of those there for 20 s and more that have a picture.</param>
/// <param name="CountError">Of the number of peers: mean, 95th percentile and worst.</param>
/// <param name="Honest">Share of the pictures whose own error is at least the true one.</param>
/// <param name="ToldError">Mean of the errors that pictures tell of their count.</param>
/// <param name="Age">Seconds since the start of the epoch counted: mean, 99th percentile and
/// worst.</param>
/// <param name="SumError">Worst of the sums of all columns.</param>
/// <param name="MeanError">Worst of the means of all columns.</param>
/// <param name="RankError">Worst of the percentiles of columns that are no whole numbers, in
/// share of the peers.</param>
/// <param name="Within">Share of all percentiles that are off by no more than they tell.</param>
/// <param name="LabelError">Worst of the counts by text, in share of the peers.</param>
public sealed record StandingReading(
    int Peers,
    double Known,
    (double Mean, double High, double Worst) CountError,
    double Honest,
    double ToldError,
    (double Mean, double High, double Worst) Age,
    double SumError,
    double MeanError,
    double RankError,
    double Within,
    double LabelError)
{
    private const int Sample = 100;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(20);
    private static readonly double[] Shares = [0.1, 0.5, 0.9, 0.99];

    /// <summary>Reads all peers' counts, and the columns of a hundred.</summary>
    public static StandingReading Of(StandingSwarm swarm)
    {
        double peers = swarm.Up.Count;
        StandingPeer[] settled = [.. swarm.Up.Where(peer => swarm.Now - peer.Born >= Settled)];
        StandingPicture[] pictures =
            [.. settled.Select(peer => peer.Kernel.Picture).OfType<StandingPicture>()];
        if (pictures.Length == 0)
            return new StandingReading((int)peers, 0, default, 0, 0, default, 1, 1, 1, 0, 1);
        double[] errors = [.. pictures.Select(p => Math.Abs((p.Peers / peers) - 1))];
        double honest = pictures.Zip(errors).Count(pair => pair.First.Error >= pair.Second);
        double[] ages = [.. pictures.Select(p => p.Age(swarm.Now).TotalSeconds)];
        var columns = new Comparison([.. swarm.Up.Select(peer => peer.Row)]);
        foreach (StandingPicture picture in pictures.Take(Sample))
            columns.Add(picture);
        return new StandingReading(
            (int)peers,
            pictures.Length / (double)settled.Length,
            (errors.Average(), Part(errors, 0.95), errors.Max()),
            honest / pictures.Length,
            pictures.Average(p => p.Error),
            (ages.Average(), Part(ages, 0.99), ages.Max()),
            columns.Sum,
            columns.Mean,
            columns.Rank,
            columns.Within,
            columns.Label);
    }

    private static double Part(double[] numbers, double share) =>
        numbers.Order().ElementAt((int)(numbers.Length * share));

    private sealed class Comparison(StandingRow[] rows)
    {
        private readonly Dictionary<int, double[]> sorted = [];
        private int percentiles;
        private int within;
        private readonly Dictionary<int, (string Text, int Count)[]> counted = [];

        public double Sum { get; private set; }

        public double Mean { get; private set; }

        public double Rank { get; private set; }

        public double Within => percentiles == 0 ? 0 : within / (double)percentiles;

        public double Label { get; private set; }

        public void Add(StandingPicture picture)
        {
            foreach (ColumnPicture column in picture.Columns)
                Add(column);
            foreach (LabelPicture column in picture.Labels)
            {
                foreach ((string text, int count) in Counted(column.Column))
                {
                    double gap = Math.Abs(column.CountOf(text) - count);
                    Label = Math.Max(Label, gap / rows.Length);
                }
            }
        }

        private void Add(ColumnPicture column)
        {
            double[] truth = Sorted(column.Column);
            Sum = Math.Max(Sum, Math.Abs((column.Sum / truth.Sum()) - 1));
            Mean = Math.Max(Mean, Math.Abs((column.Mean / truth.Average()) - 1));
            if (column.Shape is not { } shape)
                return;
            foreach (double share in Shares)
            {
                (double value, double error) = shape.Percentile(share);
                double exact = truth[(int)(share * (truth.Length - 1))];
                percentiles++;
                within += Math.Abs(value - exact) <= error ? 1 : 0;
                if (Schema.Peers.Columns[column.Column].Type == ColumnType.Int
                    && Schema.Peers.Columns[column.Column].Unit == Unit.None)
                {
                    continue;
                }

                double below = truth.Count(number => number < value) / (double)truth.Length;
                Rank = Math.Max(Rank, Math.Abs(below - share));
            }
        }

        private (string Text, int Count)[] Counted(int column)
        {
            if (!counted.TryGetValue(column, out (string Text, int Count)[]? texts))
            {
                texts = [.. rows.CountBy(row => row[column].AsText)
                    .Select(pair => (pair.Key, pair.Value))];
                counted[column] = texts;
            }

            return texts;
        }

        private double[] Sorted(int column)
        {
            if (!sorted.TryGetValue(column, out double[]? numbers))
            {
                numbers = [.. rows.Select(row => row[column]).Where(value => value.IsNumber)
                    .Select(value => value.AsNumber).Order()];
                sorted[column] = numbers;
            }

            return numbers;
        }
    }
}
