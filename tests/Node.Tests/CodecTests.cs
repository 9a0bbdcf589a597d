using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

public sealed class CodecTests
{
    [Theory]
    [InlineData(MessageKind.ShuffleRequest)]
    [InlineData(MessageKind.ShuffleReply)]
    [InlineData(MessageKind.Ping)]
    [InlineData(MessageKind.Pong)]
    [InlineData(MessageKind.Leave)]
    [InlineData(MessageKind.PingRequest)]
    [InlineData(MessageKind.PingRelay)]
    [InlineData(MessageKind.News)]
    [InlineData(MessageKind.RosterPull)]
    [InlineData(MessageKind.RosterPage)]
    [InlineData(MessageKind.CharterDigest)]
    [InlineData(MessageKind.CharterList)]
    [InlineData(MessageKind.CharterStatements)]
    [InlineData(MessageKind.CharterWant)]
    [InlineData(MessageKind.Reserve)]
    [InlineData(MessageKind.Offer)]
    [InlineData(MessageKind.LeaseRequest)]
    [InlineData(MessageKind.LeaseAnswer)]
    [InlineData(MessageKind.LeaseNotice)]
    [InlineData(MessageKind.Claim)]
    [InlineData(MessageKind.ClaimAnswer)]
    [InlineData(MessageKind.SubcloudAsk)]
    [InlineData(MessageKind.SubcloudTold)]
    [InlineData(MessageKind.Assign)]
    [InlineData(MessageKind.Report)]
    [InlineData(MessageKind.Dismiss)]
    [InlineData(MessageKind.QueryAsk)]
    [InlineData(MessageKind.QueryAnswer)]
    [InlineData(MessageKind.QueryRefusal)]
    [InlineData(MessageKind.AggregatePush)]
    [InlineData(MessageKind.AggregateReply)]
    [InlineData(MessageKind.AggregateUndo)]
    [InlineData(MessageKind.SlicePush)]
    [InlineData(MessageKind.SliceReply)]
    [InlineData(MessageKind.SliceUndo)]
    public void A_body_is_read_as_it_was_written_and_no_shorter_or_longer(MessageKind kind) =>
        Seed.Run((ref Rng rng) =>
        {
            for (int i = 0; i < 100; i++)
            {
                byte[] body = Samples.Body(kind, ref rng);
                Assert.Equal(body, Samples.Again(kind, body));
                Assert.Null(Samples.Again(kind, [.. body, 0]));
                for (int cut = 0; cut < body.Length; cut += 1 + rng.Below(20))
                    Assert.Null(Samples.Again(kind, body[..cut]));
            }
        });

    [Fact]
    public void A_body_that_is_read_is_the_only_way_to_say_the_same() => Seed.Run((ref Rng rng) =>
    {
        foreach (MessageKind kind in Samples.Kinds)
        {
            for (int i = 0; i < 500; i++)
            {
                byte[] body = Samples.Body(kind, ref rng);
                if (body.Length == 0)
                    continue;
                body[rng.Below(body.Length)] ^= (byte)(1 << rng.Below(8));
                byte[]? again = Samples.Again(kind, body);
                if (again is not null)
                    Assert.Equal(body, again);
            }
        }
    });
}
