using P2PCS.Host.Identity;
using P2PCS.Host.Rest;

namespace P2PCS.Host.Agent;

/// <summary>Writes down now and then, and at the end, which peers answer.</summary>
/// <param name="file">Where to.</param>
/// <param name="picture">The latest picture of the node.</param>
/// <param name="log">Where failures are told.</param>
internal sealed class PeerMemory(RememberedPeers file, Func<Picture?> picture, AgentLog log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Writes at first often, then ever more rarely, until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            for (TimeSpan pause = First; ; pause = pause < Longest ? 2 * pause : Longest)
            {
                await Task.Delay(pause, stop);
                Write();
            }
        }
        catch (OperationCanceledException)
        {
            Write();
        }
    }

    // A full disk ends no peer: the older list stays, and the next time may do better.
    private void Write()
    {
        try
        {
            if (picture() is { } now)
                file.Write(now.Peers);
        }
        catch (IOException cause)
        {
            log.NotRemembered(cause.Message);
        }
    }
}
