using System.Net;
using P2PCS.Host.Cli;
using P2PCS.Host.Identity;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Agent;

/// <summary>How a peer comes into its cloud at a start: as a member that it is already, by a
/// token, or by founding one.</summary>
/// <param name="Membership">What it is now.</param>
/// <param name="IsNew">Whether it has just joined by a token: others may still refuse it.</param>
/// <param name="Contacts">Peers to find the cloud by, the likeliest first.</param>
internal sealed record Entry(
    CloudMembership Membership, bool IsNew, IReadOnlyList<IPEndPoint> Contacts)
{
    private byte[]? before;

    /// <summary>Those contacts that the owner, or the token, named.</summary>
    public IReadOnlyList<IPEndPoint> Named { get; private init; } = [];

    /// <summary>Decides, and writes a new membership down.</summary>
    /// <exception cref="CliException">The token admits nobody or is of another cloud, or there is
    /// neither a membership nor a token to join with; nothing was changed.</exception>
    /// <exception cref="IOException">A file is damaged; it is left alone.</exception>
    public static Entry Make(
        AgentOptions options, DataDirectory directory, PeerIdentity identity, DateTimeOffset now)
    {
        IReadOnlyList<IPEndPoint> remembered =
            new RememberedPeers(directory.RememberedFile).Read();
        IEnumerable<IPEndPoint> inToken = options.Token is { } token
            ? token.Contacts.Select(Addresses.ToEndpoint)
            : [];
        IPEndPoint[] named = [.. options.Join.Concat(inToken).Distinct()];
        IPEndPoint[] contacts = [.. named.Concat(remembered).Distinct()];
        CloudMembership? member = MembershipStore.Read(directory, identity);
        if (options.Token is null)
        {
            member ??= FoundOrRefuse(options, directory, identity, now);
            return new Entry(Check(member, options, directory), IsNew: false, contacts)
            {
                Named = named,
            };
        }

        UInt128 invite = options.Token.Invite.Links[^1].InviteId;
        if (member is not null && member.Invite == invite && now <= member.Until)
            return new Entry(member, IsNew: false, contacts) { Named = named };
        byte[]? before = member is null ? null : File.ReadAllBytes(directory.MembershipFile);
        CloudMembership joined = Join(options.Token, identity, member, directory, now);
        return new Entry(joined, IsNew: true, contacts) { before = before, Named = named };
    }

    /// <summary>Makes the directory what it was before a join that the cloud refused.</summary>
    public void TakeBack(DataDirectory directory)
    {
        if (before is not null)
            PrivateFile.Write(directory.MembershipFile, before);
        else
            File.Delete(directory.MembershipFile);
    }

    private static CloudMembership FoundOrRefuse(
        AgentOptions options, DataDirectory directory, PeerIdentity identity, DateTimeOffset now)
    {
        if (options.Join.Count == 0)
            return CloudMembership.Found(directory, identity, options.Open, now);
        throw new CliException(
            $"{directory.Root} is a member of no cloud, and an address alone admits nobody",
            "join with a token: 'p2pcs invite create' at a peer of the cloud makes one",
            ExitCodes.Unauthenticated);
    }

    private static CloudMembership Check(
        CloudMembership member, AgentOptions options, DataDirectory directory)
    {
        if (!options.Open || member.IsOpen)
            return member;
        member.Dispose();
        throw new CliException(
            $"{directory.Root} is a member of a closed cloud, which --open cannot open",
            "found an open cloud with another --data",
            ExitCodes.Usage);
    }

    private static CloudMembership Join(
        InviteToken token,
        PeerIdentity identity,
        CloudMembership? before,
        DataDirectory directory,
        DateTimeOffset now)
    {
        AdmissionRefusal refusal = CloudMembership.Join(
            token, identity, now, out CloudMembership? joined);
        CloudId? other = before?.Cloud;
        before?.Dispose();
        if (refusal != AdmissionRefusal.None)
            throw AdmissionWords.Refused(refusal, token);
        if (other is { } cloud && cloud != joined!.Cloud)
        {
            throw new CliException(
                $"{directory.Root} is a member of cloud {Show.Peer(cloud.ToString())}, the token "
                    + $"is of cloud {Show.Peer(joined.Cloud.ToString())}",
                "pass another --data to be a member of both",
                ExitCodes.Usage);
        }

        MembershipStore.Write(directory, joined!);
        return joined!;
    }
}
