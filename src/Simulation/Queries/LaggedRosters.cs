using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Query.Execution;

namespace P2PCS.Simulation.Queries;

/// <summary>The rosters of a simulated cloud; each hears of changes in its own time.</summary>
internal sealed class LaggedRosters
{
    private readonly QueryCloudOptions options;
    private readonly QueryCloud cloud;
    private readonly PeerRoster[] rosters;
    private Rng rng;

    public LaggedRosters(QueryCloudOptions options, QueryCloud cloud, Rng rng)
    {
        (this.options, this.cloud, this.rng) = (options, cloud, rng);
        rosters = new PeerRoster[options.Rosters];
        for (int i = 0; i < rosters.Length; i++)
            rosters[i] = new PeerRoster(new PeerTable());
    }

    /// <summary>The roster of a machine.</summary>
    public PeerRoster Of(int index) => rosters[index % rosters.Length];

    /// <summary>A machine that all have known for long.</summary>
    public void Enter(Instant now, QueryPeer peer)
    {
        foreach (PeerRoster roster in rosters)
            Learn(now, roster.Peers, peer);
    }

    /// <summary>A new machine.</summary>
    public void Welcome(QueryPeer peer)
    {
        // Its own roster has it at once: a node knows itself.
        Learn(cloud.Now, Of(peer.Index).Peers, peer);
        foreach (PeerRoster roster in rosters)
        {
            cloud.At(cloud.Now + Draw(options.Welcomed), () =>
            {
                if (peer.IsUp)
                    Learn(cloud.Now, roster.Peers, peer);
            });
        }
    }

    /// <summary>A machine that went without a word.</summary>
    public void Lose(QueryPeer peer)
    {
        foreach (PeerRoster roster in rosters)
        {
            cloud.At(cloud.Now + Draw(options.Suspected), () =>
            {
                int handle = roster.Peers.Find(peer.Id);
                if (handle != PeerTable.NoHandle)
                    roster.Peers.Move(handle, PeerState.Suspect, cloud.Now);
            });
            cloud.At(cloud.Now + Draw(options.Dropped), () =>
            {
                int handle = roster.Peers.Find(peer.Id);
                if (handle != PeerTable.NoHandle)
                    roster.Peers.Forget(handle);
            });
        }
    }

    private static void Learn(Instant now, PeerTable table, QueryPeer peer)
    {
        int handle = table.Learn(new Descriptor(peer.Id, peer.Address, 1, 0), now);
        Invariant.Holds(handle != PeerTable.NoHandle);
        table.Move(handle, PeerState.Alive, now);
    }

    private TimeSpan Draw((TimeSpan Least, TimeSpan More) span) =>
        span.Least + (span.More * rng.Fraction());
}
