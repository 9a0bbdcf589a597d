using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Admission;

public sealed class StatementTests : IDisposable
{
    private const uint Now = TestCloud.Start + 100;

    private readonly TestCloud cloud = new();
    private readonly StatementSet statements = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void A_banned_peer_is_no_member_and_nobody_it_invited_is()
    {
        var founder = cloud.Founder();
        var admin = cloud.Admin(founder);
        var guest = cloud.Join(cloud.Invite(admin));
        Assert.Equal(AdmissionRefusal.None, Verify(guest.Chain));
        Add(StatementContent.Ban(Now, TestCloud.NameOf(admin.Key)), founder);
        Assert.Equal(AdmissionRefusal.Banned, Verify(admin.Chain));
        Assert.Equal(AdmissionRefusal.Revoked, Verify(guest.Chain));
        Assert.Equal(AdmissionRefusal.None, Verify(founder.Chain));
        Assert.True(statements.IsBanned(TestCloud.NameOf(admin.Key)));
    }

    [Fact]
    public void A_revoked_invite_admits_nobody_but_those_it_is_said_to_have_admitted()
    {
        var founder = cloud.Founder();
        var invite = cloud.Invite(founder, Role.Peer, 5);
        var old = cloud.Join(invite);
        var older = cloud.Join(invite);
        UInt128 id = invite.Chain.Links[^1].InviteId;
        Add(StatementContent.Revoke(Now, id, [TestCloud.NameOf(old.Key)]), founder);
        Assert.Equal(AdmissionRefusal.None, Verify(old.Chain));
        Assert.Equal(AdmissionRefusal.Revoked, Verify(cloud.Join(invite).Chain));
        Assert.Equal(AdmissionRefusal.Revoked, Verify(older.Chain));
        Add(StatementContent.Revoke(Now, id, [TestCloud.NameOf(older.Key)]), cloud.RootPair);
        Assert.Equal(AdmissionRefusal.None, Verify(older.Chain));
        Assert.Equal(AdmissionRefusal.Revoked, Verify(old.Chain));
        Assert.True(statements.IsRevoked(id));
    }

    [Fact]
    public void Who_is_no_admin_cannot_make_a_statement_and_only_the_root_changes_the_key()
    {
        var member = cloud.Join(cloud.Invite(cloud.RootPair));
        StatementContent ban = StatementContent.Ban(Now, TestCloud.NameOf(cloud.Root));
        Assert.Null(Statement.Make(ban, member.Chain, member.Key, cloud.Id));
        Assert.Null(Statement.Make(
            ban, cloud.Invite(cloud.RootPair).Chain, cloud.NewKey(), cloud.Id));
        StatementContent key = StatementContent.NewKey(Now, new CloudKey(2, new byte[32]));
        var founder = cloud.Founder();
        Assert.Null(Statement.Make(key, founder.Chain, founder.Key, cloud.Id));
        Add(key, cloud.RootPair);
        CloudKeys keys = statements.Apply(new CloudKeys(new CloudKey(1, new byte[32])));
        Assert.Equal(2u, keys.Current.Generation);
        Assert.NotNull(keys.Find(1));
    }

    [Fact]
    public void Statements_draw_the_same_conclusions_in_any_order() => Seed.Run((ref Rng rng) =>
    {
        var founder = cloud.Founder();
        var left = cloud.Admin(founder);
        var right = cloud.Admin(founder);
        var below = cloud.Admin(left);
        var guest = cloud.Join(cloud.Invite(founder));
        Statement[] all =
        [
            // Two of the same depth ban each other; one below bans a guest, one above voids that.
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(right.Key)), left),
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(left.Key)), right),
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(guest.Key)), below),
            cloud.Say(StatementContent.Ban(Now, TestCloud.NameOf(founder.Key)), below),
        ];
        ulong? fingerprint = null;
        for (int i = 0; i < 24; i++)
        {
            var set = new StatementSet();
            UInt128[] order = [rng.NextName(), rng.NextName(), rng.NextName(), rng.NextName()];
            Statement[] shuffled = [.. all];
            Array.Sort(order, shuffled);
            foreach (Statement statement in shuffled)
            {
                Assert.True(set.Add(statement, out _));
                set.IsBanned(default);
            }

            Assert.False(set.Add(all[0], out _));
            Assert.True(set.IsBanned(TestCloud.NameOf(left.Key)));
            Assert.True(set.IsBanned(TestCloud.NameOf(right.Key)));
            Assert.False(set.IsBanned(TestCloud.NameOf(guest.Key)));
            Assert.False(set.IsBanned(TestCloud.NameOf(founder.Key)));
            Assert.Equal(fingerprint ??= set.Fingerprint, set.Fingerprint);
        }
    });

    [Fact]
    public void One_issuer_has_bounded_room_and_what_it_said_first_stays()
    {
        var founder = cloud.Founder();
        for (uint i = 0; i < StatementSet.IssuerMax; i++)
            Add(StatementContent.Ban(Now + i, Somebody(i)), founder);
        Assert.Equal(0, statements.RoomOf(PublicKey.Of(founder.Key)));
        Statement late = cloud.Say(
            StatementContent.Ban(Now + StatementSet.IssuerMax, Somebody(9999)), founder);
        Assert.False(statements.Add(late, out Statement? dropped));
        Assert.Same(late, dropped);
        Statement early = cloud.Say(StatementContent.Ban(Now - 1, Somebody(10_000)), founder);
        Assert.True(statements.Add(early, out dropped));
        Assert.Equal(Now + StatementSet.IssuerMax - 1, dropped!.Content.Time);
        Assert.Equal(StatementSet.IssuerMax, statements.Count);
        Add(StatementContent.Ban(Now, TestCloud.NameOf(founder.Key)), cloud.RootPair);
    }

    [Fact]
    public void What_does_not_count_makes_room_first_whatever_its_depth()
    {
        var banned = cloud.Founder();
        var admins = Enumerable.Range(0, 4).Select(_ => cloud.Admin(banned)).ToArray();
        var others = Enumerable.Range(0, 4).Select(_ => cloud.Admin(cloud.RootPair)).ToArray();
        Add(StatementContent.Ban(Now, Somebody(1)), banned);
        for (uint i = 0; i < StatementSet.CountMax - 2; i++)
            Add(StatementContent.Ban(Now, Somebody(i + 2)), others[i % 4]);
        Add(StatementContent.Ban(Now, TestCloud.NameOf(banned.Key)), cloud.RootPair);
        Assert.Equal(StatementSet.CountMax, statements.Count);
        Statement news = cloud.Say(
            StatementContent.Ban(Now, Somebody(9999)), cloud.RootPair);
        Assert.True(statements.Add(news, out Statement? dropped));
        Assert.Equal(Somebody(1), dropped!.Content.Peer);
        Assert.False(statements.Add(
            cloud.Say(StatementContent.Ban(Now, Somebody(1)), admins[0]), out _));
        Assert.True(statements.IsBanned(Somebody(2)));
    }

    [Fact]
    public void An_admin_bans_its_equals_and_those_below_and_nobody_nearer_to_the_root()
    {
        var founder = cloud.Founder();
        var upper = cloud.Admin(founder);
        var lower = cloud.Admin(upper);
        var equal = cloud.Join(cloud.Invite(upper));
        foreach (var subject in new[] { founder, upper, equal })
            Add(StatementContent.Ban(Now, TestCloud.NameOf(subject.Key)), lower);
        Assert.Equal(AdmissionRefusal.None, Verify(founder.Chain));
        Assert.Equal(AdmissionRefusal.None, Verify(upper.Chain));
        Assert.Equal(AdmissionRefusal.Banned, Verify(equal.Chain));
        var register = new MemberRegister(cloud.Id, statements);
        Assert.Equal(
            AdmissionRefusal.Banned, register.RefusalOf(TestCloud.NameOf(founder.Key)));
        register.Admit(Now, founder.Chain.Bytes.Span, out _);
        Assert.Equal(AdmissionRefusal.None, register.RefusalOf(TestCloud.NameOf(founder.Key)));
        Assert.Equal(1, register.Spared);
    }

    [Fact]
    public void Of_the_revocations_of_an_invite_the_latest_of_those_nearest_to_the_root_decides()
    {
        var founder = cloud.Founder();
        var invite = cloud.Invite(founder, Role.Peer, 5);
        var guest = cloud.Join(invite);
        var other = cloud.Join(invite);
        PeerId[] names = [TestCloud.NameOf(guest.Key), TestCloud.NameOf(other.Key)];
        UInt128 id = invite.Chain.Links[^1].InviteId;
        Add(StatementContent.Revoke(Now, id, [names[0]]), founder);
        Add(StatementContent.Revoke(Now, id, [names[1]]), founder);
        Assert.Equal(AdmissionRefusal.None, Verify(guest.Chain));
        Assert.Equal(AdmissionRefusal.None, Verify(other.Chain));
        Add(StatementContent.Revoke(Now + 1, id, []), founder);
        Assert.Equal(AdmissionRefusal.Revoked, Verify(guest.Chain));
        Add(StatementContent.Revoke(Now + 2, id, names), cloud.Admin(founder));
        Assert.Equal(AdmissionRefusal.Revoked, Verify(guest.Chain));
        Add(StatementContent.Revoke(Now - 5, id, names), cloud.RootPair);
        Assert.Equal(AdmissionRefusal.None, Verify(guest.Chain));
        Assert.Equal(2, statements.Revocations(id, 0).Single().Content.Kept.Length);
    }

    [Fact]
    public void An_admin_of_the_same_depth_as_its_guests_revokes_an_invite_a_deeper_one_does_not()
    {
        var founder = cloud.Founder();
        var invite = cloud.Invite(founder, Role.Peer, 5);
        var guest = cloud.Join(invite);
        UInt128 id = invite.Chain.Links[^1].InviteId;
        var admin = cloud.Admin(founder);
        Add(StatementContent.Revoke(Now, id, []), cloud.Admin(admin));
        Assert.Equal(AdmissionRefusal.None, Verify(guest.Chain));
        Assert.False(statements.IsRevoked(id, depthMax: 3));
        Add(StatementContent.Revoke(Now, id, []), admin);
        Assert.Equal(AdmissionRefusal.Revoked, Verify(guest.Chain));
    }

    [Fact]
    public void A_statement_with_any_bit_changed_is_refused_and_one_of_the_future_waits()
    {
        var founder = cloud.Founder();
        byte[] good = cloud.Say(
            StatementContent.Revoke(Now, 7, [TestCloud.NameOf(founder.Key)]), founder)
            .Bytes.ToArray();
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(AdmissionRefusal.None, Read(bad));
        }

        Assert.Equal(AdmissionRefusal.NotYetValid, Read(good, Now - 601));
        Assert.Equal(AdmissionRefusal.None, Read(good));
        using var other = new TestCloud();
        Assert.Equal(
            AdmissionRefusal.WrongCloud, Statement.Verify(good, other.Id, Now, out _));
    }

    [Fact]
    public void The_longest_statement_fits_a_datagram()
    {
        var deep = cloud.Admin(cloud.Admin(cloud.Admin(cloud.RootPair)));
        PeerId[] kept = [.. Enumerable.Range(1, 16).Select(
            i => new PeerId(new Digest((ulong)i, 0, 0, 1)))];
        Statement said = cloud.Say(StatementContent.Revoke(Now, 7, kept), deep);
        Assert.Equal(AdmissionRefusal.None, Read(said.Bytes.ToArray()));
        Assert.Equal(1034, said.Bytes.Length);
    }

    [Fact]
    public void Mutated_statements_never_throw() => Seed.Run((ref Rng rng) =>
    {
        var founder = cloud.Founder();
        byte[][] corpus =
        [
            .. new[]
            {
                StatementContent.Ban(Now, TestCloud.NameOf(founder.Key)),
                StatementContent.Revoke(Now, 7, [TestCloud.NameOf(founder.Key)]),
            }.Select(content => cloud.Say(content, founder).Bytes.ToArray()),
            cloud.Say(StatementContent.NewKey(Now, new CloudKey(9, new byte[32])), cloud.RootPair)
                .Bytes.ToArray(),
        ];
        ulong count = Seed.Number("P2PCS_FUZZ_CHAINS", 2_000);
        for (ulong i = 0; i < count; i++)
        {
            byte[] bad = Mutation.Of(
                corpus[rng.Below(corpus.Length)], corpus[rng.Below(corpus.Length)], ref rng);
            bool same = corpus.Any(said => said.AsSpan().SequenceEqual(bad));
            Assert.Equal(same, Read(bad) == AdmissionRefusal.None);
        }
    });

    private static PeerId Somebody(uint number) => new(new Digest(0, 0, 7, number));

    private AdmissionRefusal Verify(Credential chain) =>
        cloud.Verify(chain.Bytes.Span, statements);

    private AdmissionRefusal Read(byte[] bytes, long at = Now) =>
        Statement.Verify(bytes, cloud.Id, at, out _);

    private void Add(StatementContent content, (Credential, System.Security.Cryptography.ECDsa) by)
    {
        Assert.True(statements.Add(cloud.Say(content, by), out Statement? dropped));
        Assert.Null(dropped);
    }
}
