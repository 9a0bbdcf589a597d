using P2PCS.Host.Attempts;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Begins what the node wants done for attempts.</summary>
/// <param name="Runner">Runs them here.</param>
/// <param name="Fetcher">Fetches their results from other machines.</param>
internal sealed record WorkDesk(AttemptRunner Runner, ResultFetcher Fetcher)
{
    /// <summary>Begins one thing; never waits.</summary>
    public void Carry(WorkRequest request)
    {
        switch (request.Kind)
        {
            case WorkKind.Start:
                Runner.Start(request);
                break;
            case WorkKind.Discard:
                Runner.Discard(request.Attempt);
                break;
            case WorkKind.FetchResult:
                Fetcher.Start(request);
                break;
        }
    }
}
