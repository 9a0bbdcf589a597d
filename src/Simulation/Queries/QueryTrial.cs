using P2PCS.Protocol;
using P2PCS.Query.Execution;

namespace P2PCS.Simulation.Queries;

/// <summary>A row of queries in one simulated cloud.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Cloud">The cloud.</param>
/// <param name="Text">The query.</param>
/// <param name="Queries">How often it is asked, each time of another machine.</param>
public sealed record QueryTrial(string Name, QueryCloudOptions Cloud, string Text, int Queries)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>What is held against the answers; null: nothing.</summary>
    public QueryTruth? Truth { get; init; }

    /// <summary>Asks, and measures.</summary>
    public QueryFigures Run(ulong seed)
    {
        var cloud = new QueryCloud(Cloud, seed);
        if (Cloud.ChurnPerMinute > 0)
            cloud.Pass(WarmUp);
        var figures = new QueryFigures(Name, Cloud.Peers);
        for (int i = 0; i < Queries; i++)
        {
            long frames = cloud.Frames;
            Instant began = cloud.Now;
            QueryPeer[] were = [.. cloud.Up];
            QueryAnswer answer = cloud.Ask(cloud.Any(), Text);
            TimeSpan took = cloud.Now - began;
            // A sample answers for those that it asked.
            double truth = answer.Error is null
                ? answer.Coverage.Answered / (double)cloud.Up.Count
                : answer.Coverage.Fraction;
            figures.Check(Truth?.ErrorOf(answer, were.Where(peer => peer.IsUp)),
                Text == QueryAudit.Text ? QueryAudit.Of(answer, cloud.Peers.Count) : null);
            cloud.Pass(Pause);
            figures.Add(answer, took, (cloud.Frames - frames) / (double)cloud.Up.Count, truth);
        }

        return figures;
    }
}
