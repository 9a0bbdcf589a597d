using P2PCS.Membership.Admission;
using P2PCS.Membership.Tests.Admission;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests.Charter;

/// <summary>What one sender of statements can cost or keep out.</summary>
public sealed class SenderTests : IDisposable
{
    private const uint Now = TestCloud.Start + 100;

    private readonly TestCloud cloud = new();
    private readonly CharterSwarm swarm;

    public SenderTests() => swarm = new CharterSwarm(cloud, 4);

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void Who_sends_a_forged_statement_is_not_listened_to_for_a_minute()
    {
        Statement good = Ban(9);
        byte[] forged = good.Bytes.ToArray();
        forged[^1] ^= 1;
        Assert.Equal(Refusal.BadBody, Receive(swarm.Now, 1, forged));
        for (int i = 0; i < 500; i++)
            Assert.Equal(Refusal.TooMany, Receive(swarm.Now, 1, good.Bytes.Span));
        Instant almost = swarm.Now + TimeSpan.FromSeconds(59);
        Assert.Equal(Refusal.TooMany, Receive(almost, 1, good.Bytes.Span));
        Assert.Equal(0, swarm[0].Statements.Count);
        Assert.Equal(Refusal.None, Receive(swarm.Now, 2, good.Bytes.Span));
        Assert.True(swarm[0].Statements.Contains(good.Id));
        Instant over = swarm.Now + TimeSpan.FromSeconds(61);
        Assert.Equal(Refusal.None, Receive(over, 1, Ban(8).Bytes.Span));
    }

    [Fact]
    public void One_sender_uses_up_only_its_own_share_of_checks()
    {
        for (uint i = 0; i < 64; i++)
            Assert.Equal(Refusal.None, Receive(swarm.Now, 1, Ban(100 + i).Bytes.Span));
        Assert.Equal(Refusal.TooMany, Receive(swarm.Now, 1, Ban(200).Bytes.Span));
        Assert.Equal(Refusal.None, Receive(swarm.Now, 2, Ban(201).Bytes.Span));
        Instant later = swarm.Now + TimeSpan.FromSeconds(1);
        Assert.Equal(Refusal.None, Receive(later, 1, Ban(202).Bytes.Span));
    }

    [Fact]
    public void Many_senders_together_have_no_more_checks_than_four_of_them()
    {
        uint number = 100;
        for (int sender = 1; sender <= 4; sender++)
        {
            for (int i = 0; i < 64; i++)
                Assert.Equal(Refusal.None, Receive(swarm.Now, sender, Ban(number++).Bytes.Span));
        }

        Assert.Equal(Refusal.TooMany, Receive(swarm.Now, 5, Ban(number).Bytes.Span));
        Instant later = swarm.Now + TimeSpan.FromSeconds(0.1);
        Assert.Equal(Refusal.None, Receive(later, 5, Ban(number).Bytes.Span));
    }

    [Fact]
    public void Asking_again_and_again_gives_no_more_statements_in_a_second_than_its_limit()
    {
        for (uint i = 0; i < 200; i++)
            swarm[0].Issue(swarm.Now, Ban(100 + i), swarm.OutboxOf(0));
        swarm.OutboxOf(0).Clear();
        int first = AskForAll(swarm.Now, times: 1000);
        Assert.Equal(64, first);
        Assert.Equal(32, AskForAll(swarm.Now + TimeSpan.FromSeconds(0.5), times: 1000));
    }

    [Fact]
    public void A_ban_of_the_future_is_not_taken_but_one_written_down_holds_with_the_clock_back()
    {
        Statement ahead = cloud.Say(
            StatementContent.Ban(Now + (3 * TestCloud.Day), CharterSwarm.IdOf(9)),
            cloud.RootPair);
        Assert.Equal(Refusal.None, Receive(swarm.Now, 1, ahead.Bytes.Span));
        Assert.False(swarm[0].Statements.IsBanned(CharterSwarm.IdOf(9)));
        swarm[0].Restore(RecordKind.Statement, ahead.Bytes.Span);
        Assert.True(swarm[0].Statements.IsBanned(CharterSwarm.IdOf(9)));
    }

    [Fact]
    public void Members_met_are_written_down_at_most_once_a_second()
    {
        var invite = cloud.Invite(cloud.RootPair, Role.Peer, 0);
        var key = cloud.NewKey();
        int writes = 0;
        for (int i = 0; i < 30; i++)
        {
            // A new link of the same key each time.
            swarm[0].Members.Admit(Now, cloud.Join(invite, key).Chain.Bytes.Span, out _);
            Instant now = swarm.Now + TimeSpan.FromSeconds(0.1 * i);
            swarm[0].Tick(now, swarm.OutboxOf(0));
            writes += swarm.OutboxOf(0).Records.Length;
            swarm.OutboxOf(0).Clear();
        }

        Assert.InRange(writes, 1, 3);
        Assert.True(swarm[0].Members.IsDirty);
        Assert.NotEqual(Instant.Never, swarm[0].NextDeadline);
    }

    [Fact]
    public void The_founder_is_not_expelled_by_the_ban_of_an_admin_below_it()
    {
        var founder = cloud.Founder();
        var admin = cloud.Admin(founder);
        PeerId name = TestCloud.NameOf(founder.Key);
        swarm.Issue(0, cloud.Say(StatementContent.Ban(Now, name), admin));
        Assert.True(swarm.PeersOf(0).IsBarred(name));
        swarm[0].Members.Admit(Now, founder.Chain.Bytes.Span, out _);
        swarm.Run(2);
        Assert.False(swarm.PeersOf(0).IsBarred(name));
        swarm[1].Members.Admit(Now, founder.Chain.Bytes.Span, out _);
        swarm.Run(20);
        Assert.Equal(1, swarm[1].Statements.Count);
        Assert.False(swarm.PeersOf(1).IsBarred(name));
    }

    private int AskForAll(Instant now, int times)
    {
        Outbox outbox = swarm.OutboxOf(0);
        int served = 0;
        byte[] list = [.. new byte[8], .. Enumerable.Repeat((byte)255, 8), 0];
        for (int i = 0; i < times; i++)
        {
            swarm[0].Receive(now, SenderOf(1), MessageKind.CharterList, list, outbox);
            foreach (OutboundFrame sent in outbox.Sends)
                served += outbox.BytesOf(sent.Bytes).Span[1];
            outbox.Clear();
        }

        return served;
    }

    private Refusal Receive(Instant now, int from, ReadOnlySpan<byte> statement)
    {
        byte[] body = [1, (byte)statement.Length, (byte)(statement.Length >> 8), .. statement];
        return swarm[0].Receive(
            now, SenderOf(from), MessageKind.CharterStatements, body, swarm.OutboxOf(0));
    }

    private static Sender SenderOf(int index) => new(
        CharterSwarm.IdOf(index), 1, new PeerAddress((UInt128)(index + 1), 7400));

    private Statement Ban(uint number) => cloud.Say(
        StatementContent.Ban(Now, new PeerId(new Digest(5, 0, 0, number))), cloud.RootPair);
}
