using P2PCS.Host.Identity;
using P2PCS.Host.Storage;
using P2PCS.Host.Tests.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Identity;

public sealed class CloudAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly TempDirectory temp = new();
    private readonly DataDirectory directory;
    private readonly PeerIdentity founder;
    private readonly CloudMembership membership;
    private readonly CloudAuthority root;

    public CloudAuthorityTests()
    {
        directory = DataDirectory.Open(temp.At("founder"));
        founder = PeerIdentity.LoadOrCreate(directory);
        membership = CloudMembership.Found(directory, founder, open: false, Now);
        root = new CloudAuthority(membership, founder);
    }

    public void Dispose()
    {
        membership.Dispose();
        founder.Dispose();
        directory.Dispose();
        temp.Dispose();
    }

    [Fact]
    public void An_invite_of_an_admin_admits_one_and_for_a_day_at_the_most()
    {
        CertificateLink admin = Invite(Role.Admin, 0, TimeSpan.FromDays(30));
        Assert.Equal(1, admin.Uses);
        Assert.Equal(Now.AddHours(24).ToUnixTimeSeconds(), admin.JoinUntil);
        CertificateLink peer = Invite(Role.Peer, 0, TimeSpan.FromDays(30));
        Assert.Equal(0, peer.Uses);
        Assert.Equal(Now.AddDays(30).ToUnixTimeSeconds(), peer.JoinUntil);
    }

    [Fact]
    public void An_admin_whose_membership_is_over_or_whose_clock_is_behind_says_nothing()
    {
        using DataDirectory own = DataDirectory.Open(temp.At("admin"));
        using var identity = PeerIdentity.LoadOrCreate(own);
        InviteToken token = root.Invite(Role.Admin, 1, TimeSpan.FromHours(1), Now, membership.Keys)!;
        Assert.Equal(
            AdmissionRefusal.None,
            CloudMembership.Join(token, identity, Now, out CloudMembership? joined));
        using (joined)
        {
            var admin = new CloudAuthority(joined!, identity);
            Assert.Equal(2, admin.Depth);
            Assert.NotNull(admin.Say(BanAt(Now)));
            Assert.Null(admin.Say(BanAt(Now.AddDays(366))));
            Assert.Null(admin.Say(BanAt(Now.AddSeconds(-700))));
            Assert.NotNull(root.Say(BanAt(Now.AddDays(366))));
        }
    }

    [Fact]
    public void A_full_book_forgets_invites_that_admit_nobody_and_keeps_those_that_do()
    {
        var book = new InviteBook();
        var outbox = new Outbox();
        CertificateLink over = Invite(Role.Peer, 1, TimeSpan.FromHours(1));
        CertificateLink valid = Invite(Role.Peer, 1, TimeSpan.FromDays(3));
        long later = Now.AddHours(2).ToUnixTimeSeconds();
        Assert.True(book.TryEnter(over, outbox));
        Assert.True(book.TryEnter(valid, outbox));
        book.ForgetOver(later, outbox);
        Assert.Equal(2, book.All.Count);
        for (int i = 2; i < InviteBook.CountMax; i++)
            Assert.True(book.TryEnter(Invite(Role.Peer, 1, TimeSpan.FromDays(3)), outbox));
        Assert.False(book.TryEnter(Invite(Role.Peer, 1, TimeSpan.FromDays(3)), outbox));
        book.ForgetOver(later, outbox);
        Assert.Null(book.Find(over.InviteId));
        Assert.NotNull(book.Find(valid.InviteId));
        Assert.True(book.TryEnter(Invite(Role.Peer, 1, TimeSpan.FromDays(3)), outbox));
    }

    private CertificateLink Invite(Role role, ushort uses, TimeSpan ttl) =>
        root.Invite(role, uses, ttl, Now, membership.Keys)!.Invite.Links[^1];

    private static StatementContent BanAt(DateTimeOffset time) => StatementContent.Ban(
        (uint)time.ToUnixTimeSeconds(), new PeerId(new Digest(1, 2, 3, 4)));
}
