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
    DateTimeOffset LastHeard)
{
    /// <summary>Where it is in the space of round trips; null where it has not said.</summary>
    public PlaceBody? Place { get; init; }
}

/// <summary>A place in the space of round trips (Vivaldi), in milliseconds.</summary>
/// <param name="X">First axis.</param>
/// <param name="Y">Second axis.</param>
/// <param name="Height">What every round trip of the peer takes besides.</param>
/// <param name="Error">Estimated relative error, 0 to 1.</param>
/// <param name="RttMs">Estimated round trip from the answering peer; 0 for itself.</param>
public sealed record PlaceBody(double X, double Y, double Height, double Error, double RttMs);
