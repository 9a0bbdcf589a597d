using System.Diagnostics.CodeAnalysis;
using System.Text;
using P2PCS.Protocol;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>
/// One-shot queries over all peers. Whoever is responsible for a range of names counts itself,
/// cuts the rest of the range and has one peer in each part be responsible for that, so that the
/// answers merge on their way back. A part's answer is taken once, and a name is in one part, so
/// neither loss nor repetition counts a peer twice.
/// </summary>
/// <remarks>Source: Madden et al., "TAG", OSDI 2002, for merging in the tree; the ranges are our
/// own: docs/adr/0012-query-trees-by-ranges.md.</remarks>
public sealed class QueryKernel
{
    private const int AnswersMax = 256;

    private readonly QueryKernelOptions options;
    private readonly PeerRoster roster;
    private readonly PeerId self;
    private readonly QueryGate gate;
    private readonly TreeWork tree;
    private readonly Dictionary<UInt128, QueryAnswer> answers = [];
    private readonly Queue<UInt128> answered = new();
    private readonly Dictionary<UInt128, QueryPlan> running = [];
    private Rng rng;

    /// <summary>A kernel that asks nothing yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="roster">Who is there.</param>
    /// <param name="self">The node itself.</param>
    /// <param name="rng">A stream of its own.</param>
    public QueryKernel(QueryKernelOptions options, PeerRoster roster, PeerId self, Rng rng)
    {
        this.options = options;
        this.roster = roster;
        this.self = self;
        this.rng = rng;
        gate = new QueryGate(options);
        tree = new TreeWork(options, roster, self, this.rng.Fork(1)) { Ended = Finish };
    }

    /// <summary>The rows of this machine; none until the shell gives them.</summary>
    public LocalRows Rows { get; set; } = _ => [];

    /// <summary>Asked first; null where there are no standing aggregates.</summary>
    public StandingAnswers? Standing { get; set; }

    /// <summary>When somebody last asked for more than a peer's own rows: standing aggregates are
    /// to be fresh for a while.</summary>
    public Instant LastWish { get; private set; }

    /// <summary>Grows with each answer of this node's own queries.</summary>
    public long Version { get; private set; }

    /// <summary>Ranges that it works on or whose answers it keeps.</summary>
    public int Duties => tree.Book.Count;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => tree.NextDeadline;

    /// <summary>How a query would be carried out now; nothing changes.</summary>
    public QueryPlan Explain(Instant now, BoundQuery query)
    {
        roster.Follow(now);
        bool mayStand = query.Query.Options.Consistency is null or Consistency.Gossip;
        return mayStand && Standing?.Invoke(now, query, out _) == true
            ? new QueryPlan(PlanKind.Standing, 1)
            {
                Reason = "standing aggregates of this peer tell",
            }
            : QueryPlanner.Choose(new Question(query), Others, options);
    }

    /// <summary>Begins a query. Its answer comes by its deadline at the latest, with what there
    /// is: an event tells, and <see cref="TryTake"/> gives it.</summary>
    public QueryStart Ask(Instant now, BoundQuery query, Outbox outbox)
    {
        var question = new Question(query);
        QueryPlan plan = Explain(now, query);
        string? refused = QueryPlanner.Refuse(question, plan, options);
        bool needsStanding = query.Query.Options.Consistency == Consistency.Gossip
            && plan.Kind != PlanKind.Standing;
        if (needsStanding)
            refused = "no standing aggregate tells this now; leave the consistency away";
        if (query.Query.Explain == Language.Explain.Plan && refused is null)
            return Told(plan, outbox);
        LastWish = plan.Kind == PlanKind.Local ? LastWish : now;
        if (refused is null && (tree.Book.IsFull || !gate.Admit(now, self, self)))
            refused = "too many queries at a time; try again in a second";
        if (refused is not null)
            return new QueryStart(0, plan, refused);
        UInt128 id = rng.NextName();
        Run(now, (id, question, plan), outbox);
        return new QueryStart(id, plan, null);
    }

    /// <summary>Takes a query's answer; false while there is none, or no more.</summary>
    public bool TryTake(UInt128 id, [NotNullWhen(true)] out QueryAnswer? answer) =>
        answers.Remove(id, out answer);

    /// <summary>Presses for what is due.</summary>
    public void Tick(Instant now, Outbox outbox) => tree.Tick(now, outbox);

    /// <summary>Takes a frame of kinds QueryAsk, QueryAnswer and QueryRefusal.</summary>
    /// <returns>Why it is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        roster.Follow(now);
        return kind switch
        {
            MessageKind.QueryAsk => Asked(now, sender, body, outbox),
            MessageKind.QueryAnswer => tree.Answered(now, sender, body, outbox),
            MessageKind.QueryRefusal => tree.Declined(now, sender, body, outbox),
            _ => Refusal.UnknownKind,
        };
    }

    private int Others => roster.Count
        - (roster.Peers.Find(self) is var own and >= 0 && roster.Peers.IsPresent(own) ? 1 : 0);

    private void Run(
        Instant now, (UInt128 Id, Question Question, QueryPlan Plan) start, Outbox outbox)
    {
        (UInt128 id, Question question, QueryPlan plan) = start;
        if (plan.Kind == PlanKind.Standing
            && Standing!(now, question.Query, out QueryAnswer? standing))
        {
            Publish(id, standing, outbox);
            return;
        }

        var ask = new QueryAsk(id, 0, IdRange.All)
        {
            Wish = true,
            NowMilliseconds = now.Ticks / TimeSpan.TicksPerMillisecond,
            Origin = self,
            Text = question.Text,
        };
        var duty = new Duty(ask, question, now, now + plan.Timeout)
        {
            IsOrigin = true,
            From = self,
            Text = Encoding.UTF8.GetBytes(question.Text),
        };
        running.Add(id, plan);
        tree.Book.Add(duty);
        // Of a sample, every peer is as likely as the asking one.
        if (plan.Kind != PlanKind.Sample)
            CountOwn(now, duty);
        if (plan.Kind == PlanKind.Local)
            tree.Settle(now, duty, outbox);
        else if (plan.Kind == PlanKind.Sample)
            tree.BeginSample(now, duty, plan.Peers, outbox);
        else
            tree.Begin(now, duty, outbox);
    }

    private Refusal Asked(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!QueryAsk.TryRead(body, out QueryAsk? ask) || !ask.Range.Contains(self))
            return Refusal.BadBody;
        if (tree.Book.Find(ask.Query, ask.Range) is { } known)
        {
            if (known.IsOrigin)
                return Refusal.Unexpected;
            known.Hear(sender.Address, ask.Number);
            QueryFrames.Repeat(known, sender.Address, ask.Number, outbox);
            return Refusal.None;
        }

        QueryDenial? denial = Examine(now, sender.Id, ask, out Question? question);
        if (denial is { } reason || question is null)
        {
            byte why = (byte)(denial ?? QueryDenial.NotUnderstood);
            QueryFrames.Decline(sender.Address, (ask.Query, ask.Number), why, outbox);
            return Refusal.None;
        }

        if (ask.Wish)
            LastWish = now;
        TimeSpan budget = TimeSpan.FromMilliseconds(ask.Budget);
        budget = budget < options.TimeoutMax ? budget : options.TimeoutMax;
        var duty = new Duty(ask, question, now, now + budget)
        {
            From = sender.Id,
            Text = Encoding.UTF8.GetBytes(ask.Text),
        };
        duty.Hear(sender.Address, ask.Number);
        tree.Book.Add(duty);
        CountOwn(now, duty);
        tree.Begin(now, duty, outbox);
        return Refusal.None;
    }

    private QueryDenial? Examine(
        Instant now, PeerId sender, QueryAsk ask, out Question? question)
    {
        question = null;
        if (tree.Book.IsFull || tree.Book.IsFullOf(sender))
            return QueryDenial.Busy;
        if (!gate.Admit(now, sender, ask.Origin))
            return QueryDenial.TooMany;
        if (gate.IsDenied(now, ask.Text))
            return QueryDenial.Overran;
        question = gate.Understand(ask.Text);
        return question is null ? QueryDenial.NotUnderstood : question.Denial;
    }

    private void CountOwn(Instant now, Duty duty)
    {
        var budget = new Budget(duty.Ask.NowMilliseconds);
        ulong lot = Fold.LotOf(self, duty.Ask.Query);
        duty.Fold.AddPeer(RowsFor(duty), lot, ref budget);
        duty.Tally.Answered++;
        duty.Tally.Errors += (uint)budget.Errors;
        duty.Tally.Overruns += (uint)budget.RowsOverrun;
        if (!budget.Exhausted)
            return;
        duty.Tally.Overruns++;
        gate.Deny(now, duty.Question.Text);
    }

    // Rows show nobody's coarse values but to their owner: else groups would hide them in vain.
    private IReadOnlyList<Row> RowsFor(Duty duty)
    {
        BoundQuery query = duty.Question.Query;
        IReadOnlyList<Row> own = Rows(query.Table);
        return !query.IsRowQuery || !query.IsCoarse || duty.IsOrigin
            ? own : [.. own.Select(row => new CoarseMask(row, query.Table))];
    }

    private void Finish(Instant now, Duty duty, Outbox outbox)
    {
        if (!running.Remove(duty.Ask.Query, out QueryPlan? plan))
            return;
        bool isSample = plan.Kind == PlanKind.Sample;
        QueryCoverage coverage = QueryCoverage.From(duty.Tally, options.TriesAtLoss);
        double scale = isSample && coverage.Answered > 0
            ? (Others + 1) / (double)coverage.Answered : 1;
        var budget = new Budget(duty.Ask.NowMilliseconds, Budget.PeerSteps * 8);
        (IReadOnlyList<IReadOnlyList<AnswerCell>> rows, bool truncated) =
            AnswerSheet.Rows(duty.Question, duty.Fold, scale, ref budget);
        var answer = new QueryAnswer
        {
            Columns = AnswerSheet.Columns(duty.Question.Query),
            Rows = rows,
            Coverage = coverage,
            Approximate = isSample || duty.Question.Query.Aggregates.Any(IsSketch),
            Error = isSample ? QueryPlanner.ErrorOf(coverage.Answered) : null,
            Oldest = duty.Oldest,
            Newest = duty.Newest,
            Plan = plan.ToString(),
            Cost = new QueryCost(duty.Tally.Messages, duty.Tally.Bytes, now - duty.Began),
            Errors = AnswerRemarks.Of(duty, coverage),
            Truncated = truncated,
        };
        Publish(duty.Ask.Query, answer, outbox);
    }

    private static bool IsSketch(AggregateCall call) => call.Function
        is AggregateFunction.CountDistinct or AggregateFunction.Percentile
        or AggregateFunction.TopK or AggregateFunction.Sample;

    private QueryStart Told(QueryPlan plan, Outbox outbox)
    {
        UInt128 id = rng.NextName();
        Publish(id, new QueryAnswer
        {
            Columns = [new AnswerColumn("plan", ColumnType.Text, Unit.None)],
            Rows = [.. plan.Lines().Select(line =>
                (IReadOnlyList<AnswerCell>)[new AnswerCell(Value.Of(line))])],
            Plan = plan.ToString(),
        }, outbox);
        return new QueryStart(id, plan, null);
    }

    private void Publish(UInt128 id, QueryAnswer answer, Outbox outbox)
    {
        while (answered.Count >= AnswersMax)
            answers.Remove(answered.Dequeue());
        answers.Add(id, answer);
        answered.Enqueue(id);
        Version++;
        outbox.Tell(new NodeEvent(NodeEventKind.QueryAnswered, self, id));
    }
}
