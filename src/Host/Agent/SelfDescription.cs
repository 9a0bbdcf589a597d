using P2PCS.Host.Identity;
using P2PCS.Host.Readings;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;
using P2PCS.Node;

namespace P2PCS.Host.Agent;

/// <summary>What a peer can say of itself at one moment.</summary>
/// <param name="Self">Who it is.</param>
/// <param name="Now">Its latest picture.</param>
/// <param name="Driver">What runs tasks.</param>
/// <param name="Traffic">Datagram counts.</param>
/// <param name="Profile">Its pace.</param>
/// <param name="Api">Base URL of its facade.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="Membership">What it is a member of.</param>
/// <param name="Stopping">Whether it is stopping.</param>
/// <param name="Datagrams">Knows which of them could not be sent.</param>
/// <param name="Streamed">Knows what became of long frames.</param>
internal sealed record SelfDescription(
    NodeIdentity Self,
    Picture Now,
    DriverChoice Driver,
    Traffic Traffic,
    string Profile,
    string Api,
    DateTimeOffset StartedAt,
    CloudMembership Membership,
    bool Stopping,
    UdpTransport Datagrams,
    StreamedCounts Streamed)
{
    /// <summary>The body of <c>GET /v1/self</c>.</summary>
    public SelfBody ToBody() => new(
        Self.Id.ToString(),
        Cli.CommandLine.Version,
        State,
        Addresses.ToEndpoint(Self.Address).ToString(),
        Api,
        Self.Epoch,
        Profile,
        StartedAt,
        Picture.ToBody(Now.Status.Total),
        Picture.ToBody(Now.Status.Free),
        new DriverBody(
            Driver.Report.Name,
            Driver.Driver is not null,
            Driver.Report.Detail,
            Math.Round(Driver.Report.Took.TotalMilliseconds, 1)),
        new PeerCountsBody(Count("alive"), Count("unreachable"), Count("left")),
        CostsPicture.TrafficOf(
            Traffic, new Dictionary<string, long>(Now.Refused.Concat(Streamed.Refusals()))),
        CostsPicture.ProcessOf(Traffic.Recent),
        Now.Leases,
        Now.Attempts)
    {
        Contacts = Now.Contacts with
        {
            Unsendable = Datagrams.Unsendable + Streamed.Unsent,
            Failure = Streamed.Failure ?? Datagrams.Failure,
        },
        Cloud = new CloudBody(
            Membership.Cloud.ToString(),
            Membership.IsOpen,
            Picture.Word(Membership.Role),
            Membership.Until,
            Now.Statements,
            Math.Max(Membership.Keys.Current.Generation, Now.KeyGeneration)),
    };

    private string State =>
        Stopping ? "stopping"
        : MachineRow.StateOf(Now.Leases.Count, Now.Status);

    private int Count(string state) =>
        Now.Peers.Count(peer => !peer.Self && peer.State == state);
}
