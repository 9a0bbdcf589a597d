using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace P2PCS.Host.Streams;

/// <summary>Ends connections that nobody was let in by: strangers who wait in silence would
/// otherwise hold all the places there are.</summary>
internal static class StrangerLimit
{
    private static readonly object Key = new();

    /// <summary>Wraps what serves a connection.</summary>
    /// <param name="serve">Serves it.</param>
    /// <param name="patience">How long somebody has to be let in.</param>
    public static ConnectionDelegate Wrap(ConnectionDelegate serve, TimeSpan patience) =>
        async connection =>
        {
            using var timer = new CancellationTokenSource(patience);
            await using CancellationTokenRegistration end = timer.Token.Register(
                () => connection.Abort(new ConnectionAbortedException("nobody was let in")));
            connection.Items[Key] = end;
            await serve(connection);
        };

    /// <summary>A member asked: its connection may last.</summary>
    public static void LetIn(HttpContext http)
    {
        IDictionary<object, object?>? items =
            http.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items?.TryGetValue(Key, out object? end) == true)
            ((CancellationTokenRegistration)end!).Unregister();
    }
}
