namespace P2PCS.Host.Agent;

/// <summary>The peer agent that <c>p2pcs up</c> runs.</summary>
public static class PeerAgent
{
    /// <summary>Serves until <paramref name="stop"/> is cancelled.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="output">Where the <c>ready</c> line goes.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <returns>The process's exit code.</returns>
    /// <exception cref="InvalidOperationException">This build has no agent.</exception>
    public static Task<int> RunAsync(
        AgentOptions options, TextWriter output, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        stop.ThrowIfCancellationRequested();
        throw new InvalidOperationException("not linked");
    }
}
