using P2PCS.Host.Rest.Bodies;
using P2PCS.Query.Language;

namespace P2PCS.Host.Rest;

/// <summary>Asks the cloud in the name of a facade.</summary>
public sealed class QueryDesk
{
    /// <summary>Asks once.</summary>
    public Task<(QueryBody? Answer, Problem? Problem)> AskAsync(
        SelectQuery query, CancellationToken stop) =>
        Task.FromResult<(QueryBody?, Problem?)>((null, Check(query)));

    /// <summary>Why a query is refused before anything is asked, or null.</summary>
    public Problem? Check(SelectQuery query) => null;
}
