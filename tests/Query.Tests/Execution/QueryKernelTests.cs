using System.Diagnostics.CodeAnalysis;
using P2PCS.Protocol;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Tests;

namespace P2PCS.Query.Tests.Execution;

public sealed class QueryKernelTests
{
    private const string Sum = "SELECT sum(load1), count(*) FROM peers";
    private static readonly TimeSpan Patience = new QueryKernelOptions().Patience;

    [Fact]
    public void An_ask_is_answered_once_and_the_answer_is_sent_again_when_asked_again()
    {
        var pair = new KernelPair(2);
        QueryStart start = pair.Ask(0, Sum);
        (int to, MessageKind kind, byte[] ask) = Assert.Single(pair.Sent);
        Assert.Equal((1, MessageKind.QueryAsk), (to, kind));

        Assert.Equal(Refusal.None, pair.Give(0, 1, MessageKind.QueryAsk, ask));
        (_, kind, byte[] answer) = Assert.Single(pair.Sent);
        Assert.Equal(MessageKind.QueryAnswer, kind);
        Assert.Equal(Refusal.None, pair.Give(0, 1, MessageKind.QueryAsk, ask));
        Assert.Equal(answer, Assert.Single(pair.Sent).Body);

        Assert.Equal(Refusal.None, pair.Give(1, 0, MessageKind.QueryAnswer, answer));
        Assert.Equal(Refusal.Unexpected, pair.Give(1, 0, MessageKind.QueryAnswer, answer));
        Assert.True(pair.Kernels[0].TryTake(start.Id, out QueryAnswer? whole));
        Assert.Equal(1, whole.Rows[0][0].Value.AsNumber);
        Assert.Equal(2, whole.Rows[0][1].Value.AsInt);
        Assert.Equal(new QueryCoverage(2, 2), whole.Coverage);
    }

    [Fact]
    public void A_silent_peer_is_asked_three_times_and_then_missing_from_the_answer()
    {
        var pair = new KernelPair(2);
        QueryStart start = pair.Ask(0, Sum);
        for (int i = 0; i < 2; i++)
        {
            pair.Pass(Patience, 0);
            Assert.Equal(MessageKind.QueryAsk, Assert.Single(pair.Sent).Kind);
        }

        pair.Pass(Patience, 0);

        Assert.Empty(pair.Sent);
        Assert.True(pair.Kernels[0].TryTake(start.Id, out QueryAnswer? answer));
        Assert.Equal(1, answer.Rows[0][1].Value.AsInt);
        Assert.Equal(1, answer.Coverage.Answered);
    }

    [Fact]
    public void A_query_ends_by_its_deadline_with_what_there_is()
    {
        var pair = new KernelPair(40);
        QueryStart start = pair.Ask(0, Sum + " WITH timeout = 100ms");
        pair.Pass(TimeSpan.FromMilliseconds(100), 0);

        Assert.True(pair.Kernels[0].TryTake(start.Id, out QueryAnswer? answer));
        Assert.Equal(new QueryCoverage(1, 40), answer.Coverage);
    }

    [Fact]
    public void Changed_bytes_change_nothing() => Seed.Run((ref Rng rng) =>
    {
        var pair = new KernelPair(40);
        QueryStart start = pair.Ask(0, Sum);
        (int to, _, byte[] ask) = pair.Sent[0];
        int taken = 0;
        for (int round = 0; round < 3_000; round++)
        {
            byte[] bytes = ask[..rng.Below(ask.Length + 1)];
            for (int i = rng.Below(3); i >= 0 && bytes.Length > 0; i--)
                bytes[rng.Below(bytes.Length)] ^= (byte)(1 << rng.Below(8));
            int before = pair.Kernels[to].Duties;
            Refusal refusal = pair.Give(0, to, MessageKind.QueryAsk, bytes);
            if (refusal != Refusal.None)
                Assert.Equal((0, before), (pair.Sent.Count, pair.Kernels[to].Duties));
            taken += pair.Kernels[to].Duties - before;
            Assert.InRange(pair.Kernels[to].Duties, 0, 2_000);
            MessageKind kind = rng.Below(2) == 0
                ? MessageKind.QueryAnswer : MessageKind.QueryRefusal;
            Assert.NotEqual(Refusal.None, pair.Give(to, 0, kind, bytes));
        }

        Assert.True(taken > 0);
        Assert.False(pair.Kernels[0].TryTake(start.Id, out _));
    });

    [Fact]
    public void Who_asks_too_much_is_refused_for_a_while()
    {
        var pair = new KernelPair(2, new QueryKernelOptions { Burst = 3, Rate = 1 });
        for (int i = 0; i < 3; i++)
            Assert.Null(pair.Ask(0, Sum).Refused);
        Assert.NotNull(pair.Ask(0, Sum).Refused);

        pair.Pass(TimeSpan.FromSeconds(2), 0);
        Assert.Null(pair.Ask(0, Sum).Refused);
    }

    [Fact]
    public void What_would_cost_too_much_is_refused_before_anything_is_sent()
    {
        var pair = new KernelPair(40, new QueryKernelOptions { MessagesMax = 50 });
        QueryStart start = pair.Ask(0, Sum);
        Assert.Contains("messages", start.Refused, StringComparison.Ordinal);
        Assert.Empty(pair.Sent);

        string many = string.Join(", ", Enumerable.Range(1, 10)
            .Select(i => $"percentile(load1, 0.{i})"));
        Assert.Contains("do not fit", new KernelPair(2).Ask(0, $"SELECT {many} FROM peers")
            .Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void EXPLAIN_tells_the_plan_and_its_cost_and_asks_nobody()
    {
        var pair = new KernelPair(40);
        QueryStart start = pair.Ask(0, "EXPLAIN " + Sum);

        Assert.Empty(pair.Sent);
        Assert.True(pair.Kernels[0].TryTake(start.Id, out QueryAnswer? answer));
        Assert.Equal("plan: tree(depth=2,fanout=7)", answer.Rows[0][0].Value.AsText);
        Assert.StartsWith("cost: 78 messages", answer.Rows[2][0].Value.AsText,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Standing_aggregates_are_asked_first()
    {
        var pair = new KernelPair(2);
        pair.Kernels[0].Standing = Tell;

        QueryStart start = pair.Ask(0, Sum);
        QueryStart tree = pair.Ask(0, Sum + " WITH consistency = tree");

        Assert.Equal(PlanKind.Standing, start.Plan.Kind);
        Assert.True(pair.Kernels[0].TryTake(start.Id, out _));
        Assert.Equal(PlanKind.Tree, tree.Plan.Kind);
        Assert.NotNull(new KernelPair(2).Ask(0, Sum + " WITH consistency = gossip").Refused);
    }

    private static bool Tell(
        Instant now, BoundQuery query, [NotNullWhen(true)] out QueryAnswer? answer)
    {
        answer = new QueryAnswer { Columns = [], Rows = [], Plan = "standing" };
        return true;
    }
}
