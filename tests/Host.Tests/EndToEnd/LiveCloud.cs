using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Some real peers that know each other, and a directory that goes with them.</summary>
internal sealed class LiveCloud : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-e2e-");
    private readonly List<LivePeer> peers = [];

    public IReadOnlyList<LivePeer> Peers => peers;

    public LivePeer this[int index] => peers[index];

    /// <param name="count">How many.</param>
    /// <param name="chain">Whether each joins the one before, else all join the first.</param>
    /// <param name="options">More options of <c>up</c>; one core and 512 MiB if none.</param>
    public static async Task<LiveCloud> StartAsync(
        int count, bool chain = false, params string[] options)
    {
        if (options.Length == 0)
            options = ["--cpu", "1", "--mem", "512MiB"];
        var cloud = new LiveCloud();
        try
        {
            cloud.peers.Add(await LivePeer.StartAsync(cloud.At("peer0"), options));
            string token = await cloud[0].InviteAsync(new InviteRequest(Uses: 0));
            for (int i = 1; i < count; i++)
            {
                string contact = cloud.peers[chain ? i - 1 : 0].Listen;
                cloud.peers.Add(await LivePeer.StartAsync(
                    cloud.At($"peer{i}"), ["--join", token, "--join", contact, .. options]));
            }

            await cloud.MeetAsync();
            return cloud;
        }
        catch
        {
            cloud.Dispose();
            throw;
        }
    }

    public string At(string name) => Path.Combine(root.FullName, name);

    public Task MeetAsync() => Until.TrueAsync("all peers see all", 30, async () =>
    {
        foreach (LivePeer peer in peers)
        {
            if ((await peer.PeersAsync()).Count(p => p.State == "alive") != peers.Count)
                return false;
        }

        return true;
    });

    /// <summary>Starts a peer again on its directory, after its process has ended.</summary>
    public async Task RestartAsync(int index, params string[] options)
    {
        peers[index].Dispose();
        string contact = peers[index == 0 ? 1 : 0].Listen;
        peers[index] = await LivePeer.StartAsync(
            peers[index].DataDirectory, ["--join", contact, .. options]);
    }

    public async Task FreeAsync(double seconds = 10)
    {
        foreach (LivePeer peer in peers)
            await peer.FreeAsync(seconds);
    }

    public void Dispose()
    {
        foreach (LivePeer peer in peers)
            peer.Dispose();
        root.Delete(recursive: true);
    }
}
