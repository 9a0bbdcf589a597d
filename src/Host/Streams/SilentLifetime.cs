namespace P2PCS.Host.Streams;

/// <summary>Keeps the web host's hands off SIGTERM and SIGINT: the peer decides when to stop.
/// </summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
