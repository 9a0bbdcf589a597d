using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Peers;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>A node at one moment, for readers: made on the node's thread, never changed.</summary>
/// <param name="Status">What the machine offers and has free.</param>
/// <param name="Peers">All known peers, the node itself first.</param>
/// <param name="Subclouds">Its subclouds: the live ones, then the ended ones, each newest first.
/// </param>
/// <param name="Leases">What the machine has promised.</param>
/// <param name="Attempts">What runs on the machine.</param>
/// <param name="Refused">Refused datagrams by reason.</param>
/// <param name="MemberIds">Machines that now work for this node's subclouds.</param>
public sealed record Picture(
    PeerStatus Status,
    IReadOnlyList<PeerBody> Peers,
    IReadOnlyList<SubcloudBody> Subclouds,
    IReadOnlyList<LeaseBody> Leases,
    IReadOnlyList<LocalAttemptBody> Attempts,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlySet<PeerId> MemberIds)
{
    /// <summary>Revocations, bans and new keys known.</summary>
    public int Statements { get; init; }

    /// <summary>The newest generation of the cloud's key that a statement brought, or 0.
    /// </summary>
    public uint KeyGeneration { get; init; }

    /// <summary>How it looks for others, without what the socket knows.</summary>
    public ContactsBody Contacts { get; init; } = new(0, 0, 0, 0, 0, null);

    /// <summary>Takes a picture; on the node's thread.</summary>
    public static Picture Of(PeerNode node, SealingCounts sealing, Instant now) => new(
        node.Ledger.Status,
        [SelfOf(node, now), .. PeersOf(node.Peers, node.Place)],
        [
            .. node.Controller.Live.Reverse().Select(s => SubcloudOf(s, node.Self.Id)),
            .. EndedSubclouds.Of(node),
        ],
        [.. LeasesOf(node.Ledger)],
        [.. node.Attempts.Attempts.Where(a => !a.Dismissed).Select(AttemptOf)],
        RefusalsOf(node, sealing),
        node.Controller.Live
            .SelectMany(s => s.Members)
            .Where(m => m.State == MemberState.Active)
            .Select(m => m.Peer)
            .ToHashSet())
    {
        Statements = node.Charter.Statements.Count,
        Contacts = new ContactsBody(
            node.Sampling.Contacts.Known,
            node.Sampling.Contacts.Tried,
            sealing.Begun,
            sealing.Unanswered,
            0,
            null),
        KeyGeneration = node.Charter.Statements.KeyGeneration,
    };

    /// <summary>One subcloud.</summary>
    public static SubcloudBody SubcloudOf(Subcloud subcloud, PeerId facade)
    {
        Member[] shown = [.. subcloud.Members.Where(m => m.State >= MemberState.Active)];
        return new SubcloudBody(
            Names.Subcloud(subcloud.Spec.Id),
            subcloud.Spec.Name,
            Word(subcloud.State),
            subcloud.Spec.Count,
            subcloud.Spec.Min,
            subcloud.IsEnded ? 0 : subcloud.Ready,
            shown.Count(m => m.State == MemberState.Lost),
            ToBody(subcloud.Spec.Resources),
            HostClock.ToUtc(subcloud.CreatedAt),
            HostClock.ToUtc(subcloud.ExpiresAt),
            facade.ToString(),
            Reasons.Of(subcloud),
            [.. shown.Select(MemberOf)])
        {
            Replace = new ReplaceBody(
                Units.Duration.Format(subcloud.Spec.LostAfter), subcloud.Spec.ReplaceMax),
            Labels = Labels.Of(subcloud.Spec.Labels),
        };
    }

    /// <summary>Cores and bytes instead of thousandths and MiB.</summary>
    public static ResourcesBody ToBody(Resources amount) =>
        new(amount.CpuMilli / 1000.0, (long)amount.MemMiB << 20);

    /// <summary>A state as it is written in JSON: the enum's name in lower case.</summary>
    public static string Word<T>(T state)
        where T : struct, Enum =>
        Enum.GetName(state)!.ToLowerInvariant();

    private static MemberBody MemberOf(Member member) => new(
        member.Peer.ToString(),
        Addresses.ToEndpoint(member.Address).ToString(),
        member switch
        {
            { State: MemberState.Active, Reachable: false } => "unreachable",
            { State: MemberState.Active, Draining: true } => "draining",
            _ => Word(member.State),
        },
        Write(member.Fence));

    private static string Write(Fence fence) => $"{fence.Epoch}.{fence.Counter}";

    private static PeerBody SelfOf(PeerNode node, Instant now) => new(
        node.Self.Id.ToString(),
        "alive",
        Addresses.ToEndpoint(node.Self.Address).ToString(),
        Self: true,
        node.Self.Epoch,
        node.Ledger.Status.Accepts,
        ToBody(node.Ledger.Status.Total),
        ToBody(node.Ledger.Status.Free),
        HostClock.ToUtc(now))
    {
        Place = PlaceOf(node.Place, 0),
    };

    private static List<PeerBody> PeersOf(PeerTable peers, Coordinate own)
    {
        var bodies = new List<PeerBody>();
        for (int handle = 0; handle < peers.End; handle++)
        {
            ref Peer row = ref peers[handle];
            if (!peers.IsTaken(handle) || row.State == PeerState.Unverified)
                continue;
            bodies.Add(new PeerBody(
                row.Id.ToString(),
                Word(row.State),
                Addresses.ToEndpoint(row.Address).ToString(),
                Self: false,
                row.Epoch,
                row.Status.Accepts,
                ToBody(row.Status.Total),
                ToBody(row.Status.Free),
                HostClock.ToUtc(row.LastHeard))
            {
                Place = row.Place == Coordinate.Origin
                    ? null
                    : PlaceOf(row.Place, Coordinate.Distance(own, row.Place)),
            });
        }

        return bodies;
    }

    private static PlaceBody PlaceOf(in Coordinate place, float trip) => new(
        Math.Round(place.X, 3),
        Math.Round(place.Y, 3),
        Math.Round(place.Height, 3),
        Math.Round(place.Error, 3),
        Math.Round(trip, 3));

    private static List<LeaseBody> LeasesOf(LeaseLedger ledger)
    {
        var bodies = new List<LeaseBody>();
        foreach (ref readonly Lease lease in ledger.Leases)
        {
            bodies.Add(new LeaseBody(
                Write(lease.Fence),
                Names.Subcloud(lease.Subcloud),
                lease.Customer.ToString(),
                lease.Active ? "active" : "held",
                ToBody(lease.Resources),
                HostClock.ToUtc(lease.ExpiresAt)));
        }

        return bodies;
    }

    private static LocalAttemptBody AttemptOf(LocalAttempt attempt) => new(
        Names.Task(attempt.Key.Task),
        attempt.Key.Number,
        attempt.Customer.ToString(),
        attempt.State switch
        {
            AttemptState.Staging => "staging",
            AttemptState.Running => "running",
            _ => "exited",
        });

    private static Dictionary<string, long> RefusalsOf(PeerNode node, SealingCounts sealing)
    {
        var counts = new Dictionary<string, long>(sealing.Refusals());
        foreach (Refusal refusal in Enum.GetValues<Refusal>())
        {
            string name = Enum.GetName(refusal)!;
            if (refusal != Refusal.None)
            {
                // Frames and the datagrams around them may be refused for like reasons.
                string key = char.ToLowerInvariant(name[0]) + name[1..];
                counts[key] = counts.GetValueOrDefault(key) + node.Refusals[(int)refusal];
            }
        }

        return counts;
    }
}
