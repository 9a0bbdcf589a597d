namespace P2PCS.Host.Bench;

/// <summary>What <c>p2pcs bench partition</c> is asked to do.</summary>
/// <param name="Hosts">Network namespaces.</param>
/// <param name="PeersPerHost">Peers in each.</param>
/// <param name="Profile">Their pace.</param>
/// <param name="Cut">How long the sides are apart.</param>
internal sealed record PartitionOptions(
    int Hosts, int PeersPerHost, string Profile, TimeSpan Cut);
