using System.Diagnostics.CodeAnalysis;
using System.Text;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Catalog;
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
    public void Who_names_another_spends_its_own_tokens()
    {
        var pair = new KernelPair(3, new QueryKernelOptions { Burst = 3, Rate = 1 });
        // Peer 0 asks in the name of peer 1 until it is refused.
        for (int i = 0; i < 3; i++)
            Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 0, 1));
        Assert.Equal(MessageKind.QueryRefusal, Asked(pair, 0, 1));

        // Peer 1 itself, and another that hands on for it, are as free as before.
        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 0, 0));
        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 1, 1));
        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 1, 0));
    }

    [Fact]
    public void Invented_names_do_not_get_a_sender_more_than_its_share()
    {
        var pair = new KernelPair(3, new QueryKernelOptions
        {
            HandedOnBurst = 40,
            HandedOnRate = 1,
        });
        int admitted = Enumerable.Range(0, 1000).Count(i =>
            Asked(pair, 0, 1, (ulong)i + 99) == MessageKind.QueryAnswer);

        Assert.Equal(40, admitted);
        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 1, 0));
    }

    [Fact]
    public void One_sender_cannot_take_all_the_work_a_peer_does_at_a_time()
    {
        var pair = new KernelPair(40, new QueryKernelOptions { DutiesPerSender = 5 });
        // Ranges of many, whose peers never answer: they stay open.
        for (int i = 0; i < 5; i++)
            Assert.Equal(MessageKind.QueryRefusal, Asked(pair, 0, 0, 0, IdRange.All));
        Assert.Equal(5, pair.Kernels[2].Duties);
        Asked(pair, 0, 0, 0, IdRange.All);
        Assert.Equal(5, pair.Kernels[2].Duties);

        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 1, 1));
        pair.Pass(TimeSpan.FromSeconds(3), 2);
        Assert.Equal(MessageKind.QueryAnswer, Asked(pair, 0, 0));
    }

    [Theory]
    [InlineData("SELECT address FROM peers")]
    [InlineData("SELECT count(*) FROM peers WHERE address LIKE '10.%'")]
    [InlineData("SELECT max(address) FROM peers GROUP BY region HAVING max(address) > 'a'")]
    public void A_peer_that_is_asked_for_private_columns_refuses_by_itself(string text)
    {
        var pair = new KernelPair(3);
        pair.Give(0, 2, MessageKind.QueryAsk, Body(pair, 0, 0, IdRange.All, text));

        (_, MessageKind kind, byte[] body) = Assert.Single(pair.Sent);
        Assert.Equal(MessageKind.QueryRefusal, kind);
        Assert.Equal((byte)QueryDenial.NotUnderstood, body[^1]);
        Assert.Equal(0, pair.Kernels[2].Duties);
    }

    [Fact]
    public void Rows_show_coarse_columns_to_their_owner_only()
    {
        QueryAnswer others = Answer(new KernelPair(2), "SELECT load1, site FROM peers");
        Assert.Equal(["0 s0", "1 NULL"], others.Rows
            .Select(row => $"{row[0].Value.AsNumber} {row[1].Value}").Order());
        Assert.Contains("coarse", Assert.Single(others.Errors), StringComparison.Ordinal);

        QueryAnswer filtered = Answer(
            new KernelPair(2), "SELECT load1 FROM peers WHERE site = 's1'");
        Assert.Empty(filtered.Rows);
    }

    [Theory]
    [InlineData(4, "GROUP BY site", 0)]
    [InlineData(5, "GROUP BY site", 1)]
    [InlineData(4, "WHERE site != 'x'", 0)]
    [InlineData(5, "WHERE site != 'x'", 1)]
    public void Fewer_than_five_peers_are_not_even_shown_as_the_rest(
        int peers, string clause, int rows)
    {
        QueryAnswer answer = Answer(new KernelPair(peers), $"SELECT count(*) FROM peers {clause}");

        Assert.Equal(rows, answer.Rows.Count);
        Assert.Equal(1 - rows, answer.Errors.Count);
        Assert.All(answer.Rows, row => Assert.Equal(peers, row[0].Value.AsInt));
    }

    [Fact]
    public void Only_the_table_of_one_row_for_each_peer_has_coarse_columns() =>
        // Elsewhere a peer could count several times in the group of the rest.
        Assert.All(Schema.All.Where(table => table != Schema.Peers), table =>
            Assert.DoesNotContain(table.Columns, one => one.Privacy == Privacy.Coarse));

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

    private static ulong queries = 1000;

    private static byte[] Body(
        KernelPair pair, int from, ulong stranger, IdRange range, string text)
    {
        var ask = new QueryAsk(++queries, 1, range)
        {
            Budget = 2000,
            Origin = stranger > 0 ? new PeerId(new Digest(stranger, 9, 9, 9)) : pair.Ids[from],
        };
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var buffer = new byte[QueryAsk.HeadLength + utf8.Length];
        var writer = new WireWriter(buffer);
        ask.Write(ref writer, utf8);
        return buffer;
    }

    // Peer 2 is asked, for itself alone if nothing else is said; what it says first.
    private static MessageKind Asked(
        KernelPair pair, int from, int origin, ulong stranger = 0, IdRange? range = null)
    {
        var alone = new IdRange(pair.Ids[2].Hash, pair.Ids[2].Hash);
        pair.Give(from, 2, MessageKind.QueryAsk,
            Body(pair, origin, stranger, range ?? alone, Sum));
        return pair.Sent[0].Kind;
    }

    // What the first says once all others have answered.
    private static QueryAnswer Answer(KernelPair pair, string text)
    {
        QueryStart start = pair.Ask(0, text);
        foreach ((int to, MessageKind kind, byte[] ask) in pair.Sent.ToArray())
        {
            pair.Give(0, to, kind, ask);
            byte[] answer = Assert.Single(pair.Sent).Body;
            Assert.Equal(Refusal.None, pair.Give(to, 0, MessageKind.QueryAnswer, answer));
        }

        Assert.True(pair.Kernels[0].TryTake(start.Id, out QueryAnswer? whole));
        return whole;
    }

    private static bool Tell(
        Instant now, BoundQuery query, [NotNullWhen(true)] out QueryAnswer? answer)
    {
        answer = new QueryAnswer { Columns = [], Rows = [], Plan = "standing" };
        return true;
    }
}
