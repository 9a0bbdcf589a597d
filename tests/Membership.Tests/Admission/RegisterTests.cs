using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Tests.Admission;

public sealed class RegisterTests : IDisposable
{
    private const uint Now = TestCloud.Start + 100;

    private readonly TestCloud cloud = new();
    private readonly StatementSet statements = new();
    private readonly MemberRegister register;

    public RegisterTests() => register = new MemberRegister(cloud.Id, statements);

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void A_spent_token_of_an_admin_makes_no_second_admin_nor_guests_of_one()
    {
        var founder = cloud.Founder();
        var token = cloud.Invite(founder, Role.Admin, uses: 1);
        var first = cloud.Join(token);
        var second = cloud.Join(token);
        var guest = cloud.Join(cloud.Invite(second, Role.Admin));
        Assert.Equal(AdmissionRefusal.None, Admit(first.Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(second.Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(guest.Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(cloud.Join(cloud.Invite(first)).Chain));
        var victim = cloud.Join(cloud.Invite(founder));
        StatementContent ban = StatementContent.Ban(Now, TestCloud.NameOf(victim.Key));
        Assert.True(statements.Add(cloud.Say(ban, second), out _));
        Assert.Equal(AdmissionRefusal.None, Admit(victim.Chain));
        Assert.True(statements.Add(cloud.Say(ban, first), out _));
        Assert.Equal(AdmissionRefusal.Banned, Admit(victim.Chain));
    }

    [Fact]
    public void A_guest_counts_the_admin_that_it_rests_on_and_a_statement_its_issuer()
    {
        var founder = cloud.Founder();
        var token = cloud.Invite(founder, Role.Admin, uses: 1);
        var first = cloud.Join(token);
        Assert.Equal(AdmissionRefusal.None, Admit(cloud.Join(cloud.Invite(first)).Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(cloud.Join(token).Chain));
        var other = cloud.Invite(founder, Role.Admin, uses: 1);
        var issuer = cloud.Join(other);
        statements.Add(
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(cloud.Root)), issuer), out _);
        Assert.True(statements.IsBanned(TestCloud.NameOf(cloud.Root)));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(cloud.Join(other).Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(issuer.Chain));
    }

    [Fact]
    public void A_customer_is_known_as_one_once_it_was_met()
    {
        var customer = cloud.Join(cloud.Invite(cloud.RootPair, Role.Customer));
        var peer = cloud.Join(cloud.Invite(cloud.RootPair, Role.Peer));
        Assert.False(register.IsCustomer(TestCloud.NameOf(customer.Key)));
        Assert.Equal(AdmissionRefusal.None, Admit(customer.Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(peer.Chain));
        Assert.True(register.IsCustomer(TestCloud.NameOf(customer.Key)));
        Assert.False(register.IsCustomer(TestCloud.NameOf(peer.Key)));
    }

    [Fact]
    public void What_is_only_verified_neither_spends_a_use_nor_is_remembered()
    {
        var invite = cloud.Invite(cloud.RootPair);
        var stolen = cloud.Join(invite);
        Assert.Equal(
            AdmissionRefusal.None,
            register.Verify(Now, stolen.Chain.Bytes.Span, out AdmittedPeer? shown));
        Assert.Empty(register.Members);
        Assert.False(register.IsDirty);
        Assert.Equal(0, register.Version);
        Assert.Equal(AdmissionRefusal.None, Admit(cloud.Join(invite).Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, register.Register(Now, shown!));
        Assert.Single(register.Members);
    }

    [Fact]
    public void Members_thrown_out_come_back_only_as_the_new_invite_has_uses()
    {
        var old = cloud.Invite(cloud.RootPair, Role.Peer, 0);
        ECDsa[] keys = [.. Enumerable.Range(0, 3).Select(_ => cloud.NewKey())];
        foreach (ECDsa key in keys)
            Assert.Equal(AdmissionRefusal.None, Admit(cloud.Join(old, key).Chain));
        UInt128 id = old.Chain.Links[^1].InviteId;
        statements.Add(cloud.Say(StatementContent.Revoke(Now, id, []), cloud.RootPair), out _);
        Assert.Empty(register.Current(Now));
        var renewed = cloud.Invite(cloud.RootPair);
        Assert.Equal(AdmissionRefusal.None, Admit(cloud.Join(renewed, keys[0]).Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(cloud.Join(renewed, keys[1]).Chain));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(cloud.Join(renewed, keys[2]).Chain));
        Assert.Equal(TestCloud.NameOf(keys[0]), Assert.Single(register.Current(Now)));
    }

    [Fact]
    public void A_restored_member_under_a_banned_admin_is_none()
    {
        var founder = cloud.Founder();
        var admin = cloud.Admin(founder);
        var guest = cloud.Join(cloud.Invite(admin));
        Admit(guest.Chain);
        var outbox = new Outbox();
        register.Save(outbox);
        byte[] record = outbox.BytesOf(outbox.Records[0].Bytes).ToArray();
        var restarted = new MemberRegister(cloud.Id, statements);
        restarted.Restore(record);
        Assert.Equal(TestCloud.NameOf(guest.Key), Assert.Single(restarted.Current(Now)));
        statements.Add(
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(admin.Key)), founder), out _);
        Assert.Empty(restarted.Current(Now));
        for (int length = 0; length < record.Length; length++)
            restarted.Restore(record.AsSpan(0, length));
        Assert.Single(restarted.Members);
    }

    [Fact]
    public void A_full_register_drops_those_that_are_over_for_a_newcomer_and_only_those()
    {
        var old = cloud.Invite(cloud.RootPair, Role.Peer, ushort.MaxValue);
        Fill(cloud.Join(old).Chain, MemberRegister.CountMax);
        var newcomer = cloud.Join(cloud.Invite(cloud.Founder()));
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(newcomer.Chain));
        Assert.Equal(MemberRegister.CountMax, register.Members.Count());
        long yearLater = TestCloud.Start + (366 * TestCloud.Day);
        var (chain, key) = cloud.Founder();
        var invite = LaterInvite((chain, key), (uint)yearLater);
        Assert.Equal(
            AdmissionRefusal.None,
            register.Admit(yearLater, cloud.Join(invite).Chain.Bytes.Span, out _));
        Assert.Single(register.Members);
        var outbox = new Outbox();
        register.Save(outbox);
        Assert.Equal(MemberRegister.CountMax + 1, outbox.Records.Length);
    }

    [Fact]
    public void Banned_members_make_room_once_their_invite_is_revoked_and_not_before()
    {
        var old = cloud.Invite(cloud.RootPair, Role.Peer, ushort.MaxValue);
        Fill(cloud.Join(old).Chain, MemberRegister.CountMax);
        var newcomer = cloud.Join(cloud.Invite(cloud.RootPair));
        statements.Add(
            cloud.Say(StatementContent.Ban(Now, register.Members.First().Id), cloud.RootPair),
            out _);
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(newcomer.Chain));
        statements.Add(
            cloud.Say(
                StatementContent.Revoke(Now, old.Chain.Links[^1].InviteId, []), cloud.RootPair),
            out _);
        Assert.Equal(AdmissionRefusal.None, Admit(newcomer.Chain));
    }

    [Fact]
    public void One_unlimited_invite_fills_no_more_than_half_of_the_register()
    {
        var open = cloud.Invite(cloud.RootPair, Role.Peer, 0);
        Fill(cloud.Join(open).Chain, MemberRegister.InviteMax);
        var more = cloud.Join(open);
        Assert.Equal(AdmissionRefusal.None, Admit(more.Chain));
        Assert.Equal(MemberRegister.InviteMax, register.Members.Count());
        var invited = cloud.Join(cloud.Invite(cloud.RootPair));
        Assert.Equal(AdmissionRefusal.None, Admit(invited.Chain));
        Assert.Contains(TestCloud.NameOf(invited.Key), register.Current(Now));
    }

    [Fact]
    public void A_remembered_member_takes_less_than_two_kilobytes()
    {
        var old = cloud.Invite(cloud.RootPair, Role.Peer, ushort.MaxValue);
        Credential chain = cloud.Join(old).Chain;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(chain, 4096);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 4096;
        Assert.InRange(each, 500, 2000);
    }

    // Records of one chain under many names: what was written down is not verified again.
    private void Fill(Credential chain, int count)
    {
        Span<byte> buffer = stackalloc byte[Frame.BodyBytes];
        for (uint i = 0; i < count; i++)
        {
            var value = new WireWriter(buffer);
            value.U16((ushort)chain.Bytes.Length);
            value.Bytes(chain.Bytes.Span);
            value.Digest(new Digest(1, 1, 1, 1));
            value.Digest(new Digest(3, i, i, i));
            register.Restore(buffer[..value.Length]);
        }

        Assert.Equal(count, register.Members.Count());
    }

    private (Credential Chain, ECDsa Key) LaterInvite(
        (Credential Chain, ECDsa Key) issuer, uint from)
    {
        ECDsa key = cloud.NewKey();
        uint until = from + TestCloud.Day;
        return (issuer.Chain.With(
            new CertificateLink(
                LinkKind.Invite, Role.Peer, PublicKey.Of(key), from, until, until, 1),
            issuer.Key,
            cloud.Id), key);
    }

    private AdmissionRefusal Admit(Credential chain) =>
        register.Admit(Now, chain.Bytes.Span, out _);
}
