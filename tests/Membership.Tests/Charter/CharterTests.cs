using P2PCS.Membership.Admission;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Tests.Admission;
using P2PCS.Protocol;
using Xunit.Abstractions;

namespace P2PCS.Membership.Tests.Charter;

public sealed class CharterTests(ITestOutputHelper output) : IDisposable
{
    private const uint Now = TestCloud.Start + 100;

    private readonly TestCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void A_ban_reaches_a_hundred_members_in_seconds_with_a_fifth_of_all_frames_lost()
    {
        var swarm = new CharterSwarm(cloud, 100) { Loss = 0.2 };
        swarm.Run(20);
        Assert.Equal(0, Knowing(swarm));
        (long frames, long bytes, Instant start) = (swarm.Frames, swarm.Bytes, swarm.Now);
        swarm.Issue(3, Ban(CharterSwarm.IdOf(9)));
        swarm.Run(30, () => Knowing(swarm) == 99);
        output.WriteLine(
            $"known by 99 after {(swarm.Now - start).TotalSeconds:0.00} s,"
            + $" {swarm.Frames - frames} frames, {swarm.Bytes - bytes} bytes");
        Assert.InRange((swarm.Now - start).TotalSeconds, 0, 12);

        // By chance two of the hundred compare with the same one within a tenth of a pace.
        Assert.DoesNotContain(swarm.Refused, refusal => refusal != Refusal.TooMany);
        Assert.InRange(swarm.Refused.Count, 0, 3);
        for (int i = 0; i < swarm.Count; i++)
        {
            if (i == 9)
                continue;
            Assert.Equal(PeerTable.NoHandle, swarm.PeersOf(i).Find(CharterSwarm.IdOf(9)));
            Assert.True(swarm.PeersOf(i).IsBarred(CharterSwarm.IdOf(9)));
        }

        // Once all know, only the slow comparison goes on.
        swarm.Run(30);
        frames = swarm.Frames;
        swarm.Run(100);
        Assert.InRange(swarm.Frames - frames, 800, 1200);
    }

    [Fact]
    public void A_new_key_reaches_all_members_but_not_the_one_banned_just_before()
    {
        var swarm = new CharterSwarm(cloud, 100) { Loss = 0.2 };
        swarm.Run(5);
        swarm.Issue(3, Ban(CharterSwarm.IdOf(9)));
        swarm.Issue(3, cloud.Say(
            StatementContent.NewKey(Now, new CloudKey(2, new byte[CloudKey.SecretLength])),
            cloud.RootPair));
        swarm.Run(60);
        for (int i = 0; i < swarm.Count; i++)
            Assert.Equal(i == 9 ? 0u : 2u, swarm[i].Statements.KeyGeneration);
    }

    [Fact]
    public void Halves_of_a_cut_cloud_each_go_on_and_have_all_statements_soon_after_it_heals()
    {
        var swarm = new CharterSwarm(cloud, 100) { Loss = 0.2 };
        swarm.Passes = (from, to) => from < 60 == to < 60;
        swarm.Run(5);
        Statement left = Ban(CharterSwarm.IdOf(10));
        Statement right = Ban(CharterSwarm.IdOf(90));
        swarm.Issue(3, left);
        swarm.Issue(70, right);
        swarm.Run(60);

        // The banned one may hear of it or not.
        Assert.InRange(Having(swarm, left), 59, 60);
        Assert.InRange(Having(swarm, right), 39, 40);
        swarm.Passes = (_, _) => true;
        Instant healed = swarm.Now;
        swarm.Run(60, () => Having(swarm, left) >= 98 && Having(swarm, right) >= 98);
        output.WriteLine($"healed after {(swarm.Now - healed).TotalSeconds:0.00} s");
        Assert.InRange((swarm.Now - healed).TotalSeconds, 0, 30);
    }

    [Fact]
    public void What_was_said_holds_after_a_restart_and_is_learned_by_who_was_away()
    {
        var swarm = new CharterSwarm(cloud, 20);
        bool away = true;
        swarm.Passes = (from, to) => !away || (from != 5 && to != 5);
        swarm.Issue(3, Ban(CharterSwarm.IdOf(9)));
        swarm.Run(10);
        Assert.True(swarm[4].Statements.IsBanned(CharterSwarm.IdOf(9)));
        Assert.False(swarm[5].Statements.IsBanned(CharterSwarm.IdOf(9)));
        swarm.Passes = (_, _) => false;
        swarm.Restart(4, epoch: 2);
        swarm.Run(15);
        Assert.True(swarm[4].Statements.IsBanned(CharterSwarm.IdOf(9)));
        Assert.True(swarm.PeersOf(4).IsBarred(CharterSwarm.IdOf(9)));
        swarm.Passes = (_, _) => true;
        away = false;
        swarm.Restart(5, epoch: 2);
        swarm.Run(25);
        Assert.True(swarm[5].Statements.IsBanned(CharterSwarm.IdOf(9)));
    }

    [Fact]
    public void A_newcomer_gets_hundreds_of_statements_within_bounds()
    {
        var swarm = new CharterSwarm(cloud, 3);
        swarm.Passes = (from, to) => from != 2 && to != 2;
        for (ulong i = 0; i < 400; i++)
        {
            swarm.Issue(0, Ban(new PeerId(new Digest(9, 0, 0, i))));
            swarm.Run(0.02);
        }

        swarm.Run(40, () => swarm[1].Statements.Count == 400);
        Assert.Equal(400, swarm[1].Statements.Count);
        Assert.Equal(0, swarm[2].Statements.Count);
        swarm.Passes = (_, _) => true;
        Instant start = swarm.Now;
        swarm.Run(120, () => swarm[2].Statements.Count == 400);
        output.WriteLine($"400 statements in {(swarm.Now - start).TotalSeconds:0.0} s");
        Assert.Equal(swarm[0].Statements.Fingerprint, swarm[2].Statements.Fingerprint);
        Assert.Equal(400, swarm[2].Statements.Count);
    }

    [Fact]
    public void A_revoked_invite_admits_no_newcomer_while_old_members_stay()
    {
        var swarm = new CharterSwarm(cloud, 10);
        var invite = cloud.Invite(cloud.RootPair, Role.Peer, 5);
        var old = cloud.Join(invite);
        var late = cloud.Join(invite);
        for (int i = 0; i < swarm.Count; i++)
            Assert.Equal(AdmissionRefusal.None, Admit(swarm[i], old.Chain));
        Assert.Contains(
            TestCloud.NameOf(old.Key), swarm[3].Members.Current(Now));
        UInt128 id = invite.Chain.Links[^1].InviteId;
        PeerId[] kept = [.. swarm[0].Members.Members.Select(member => member.Id)];
        swarm.Issue(0, cloud.Say(StatementContent.Revoke(Now, id, kept), cloud.RootPair));
        swarm.Run(10);
        for (int i = 0; i < swarm.Count; i++)
        {
            Assert.Equal(AdmissionRefusal.None, Admit(swarm[i], old.Chain));
            Assert.Equal(AdmissionRefusal.Revoked, Admit(swarm[i], late.Chain));
        }

        swarm.Restart(4, epoch: 2);
        swarm.Run(1);
        Assert.Equal(AdmissionRefusal.Revoked, Admit(swarm[4], late.Chain));
        Assert.Contains(TestCloud.NameOf(old.Key), swarm[4].Members.Current(Now));
    }

    [Fact]
    public void An_invite_admits_as_many_as_it_may_and_the_count_holds_after_a_restart()
    {
        var swarm = new CharterSwarm(cloud, 2);
        var invite = cloud.Invite(cloud.RootPair, Role.Peer, 2);
        var first = cloud.Join(invite);
        Assert.Equal(AdmissionRefusal.None, Admit(swarm[0], first.Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(swarm[0], first.Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(swarm[0], cloud.Join(invite).Chain));
        swarm.Run(1);
        swarm.Restart(0, epoch: 2);
        Assert.Equal(AdmissionRefusal.UsesSpent, Admit(swarm[0], cloud.Join(invite).Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(swarm[0], first.Chain));
        Assert.Equal(AdmissionRefusal.None, Admit(swarm[0], cloud.Join(invite, first.Key).Chain));
    }

    private static AdmissionRefusal Admit(
        Membership.Charter.CloudCharter charter, Credential chain) =>
        charter.Members.Admit(Now, chain.Bytes.Span, out _);

    private Statement Ban(PeerId peer) =>
        cloud.Say(StatementContent.Ban(Now, peer), cloud.RootPair);

    private static int Knowing(CharterSwarm swarm) => Enumerable.Range(0, swarm.Count)
        .Count(i => i != 9 && swarm[i].Statements.Count > 0);

    private static int Having(CharterSwarm swarm, Statement statement) =>
        Enumerable.Range(0, swarm.Count)
            .Count(i => swarm[i].Statements.Contains(statement.Id));
}
