namespace P2PCS.Host.Rest.Bodies;

/// <summary>One peer as the answering peer knows it; the answering peer lists itself too.</summary>
/// <param name="Id">The peer's id, 64 lower-case hex digits.</param>
/// <param name="State"><c>alive</c>, <c>unreachable</c> or <c>left</c>.</param>
/// <param name="Address">Where it is reached, <c>ADDR:PORT</c>.</param>
/// <param name="Self">Whether this is the answering peer.</param>
/// <param name="Epoch">The peer's boot epoch.</param>
/// <param name="Accepts">Whether it takes tasks.</param>
/// <param name="Resources">What it offers in all, as last heard.</param>
/// <param name="Free">What was free, as last heard.</param>
/// <param name="LastHeard">When a frame of it was last received, UTC.</param>
public sealed record PeerBody(
    string Id,
    string State,
    string Address,
    bool Self,
    uint Epoch,
    bool Accepts,
    ResourcesBody Resources,
    ResourcesBody Free,
    DateTimeOffset LastHeard);
