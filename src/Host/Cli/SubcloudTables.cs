using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Subclouds as tables.</summary>
internal static class SubcloudTables
{
    public static TextTable List(SubcloudBody[] subclouds)
    {
        var table = new TextTable("ID", "NAME", "STATE", "READY", "LOST", "EACH", "EXPIRES");
        foreach (var subcloud in subclouds)
        {
            table.Row(
                subcloud.Id,
                subcloud.Name,
                subcloud.State,
                $"{subcloud.Ready}/{subcloud.Requested}",
                subcloud.Lost.ToString(CultureInfo.InvariantCulture),
                Show.Resources(subcloud.Resources),
                Show.Time(subcloud.ExpiresAt));
        }

        return table;
    }

    public static TextTable One(SubcloudBody subcloud)
    {
        var table = new TextTable("", "")
            .Row("id", subcloud.Id)
            .Row("name", subcloud.Name)
            .Row("state", subcloud.State)
            .Row("ready", $"{subcloud.Ready} of {subcloud.Requested}, min {subcloud.Min}")
            .Row("lost", subcloud.Lost.ToString(CultureInfo.InvariantCulture))
            .Row("each", Show.Resources(subcloud.Resources))
            .Row("created", Show.Time(subcloud.CreatedAt))
            .Row("expires", Show.Time(subcloud.ExpiresAt))
            .Row("facade", Show.Peer(subcloud.Facade))
            .Row("labels", Labels(subcloud))
            .Row("reason", Show.Reason(subcloud.Reason));
        foreach (var member in subcloud.Members)
        {
            var peer = Show.Peer(member.PeerId);
            table.Row("member", $"{peer}  {member.Address}  {member.State}  {member.Fence}");
        }

        return table;
    }

    public static TextTable Members(MemberBody[] members)
    {
        var table = new TextTable("PEER", "ADDRESS", "STATE", "FENCE");
        foreach (var member in members)
            table.Row(Show.Peer(member.PeerId), member.Address, member.State, member.Fence);
        return table;
    }

    public static TextTable Plan(PlanBody plan)
    {
        var table = new TextTable("", "")
            .Row("succeeds", plan.Succeeds ? "yes, by what is known now" : "no")
            .Row("matches", Number(plan.Matches))
            .Row("members", Number(plan.Members))
            .Row("min", Number(plan.Min))
            .Row("estimate", plan.EstimateMs is { } estimate ? $"{estimate} ms" : null);
        Add(table, plan.Shortfall, plan.Relaxations);
        return table;
    }

    public static TextTable Explain(ExplainBody why)
    {
        var answers = why.Answers;
        var table = new TextTable("", "")
            .Row("id", why.Id)
            .Row("state", why.State)
            .Row("reason", Show.Reason(why.Reason))
            .Row("missing", Number(why.Missing))
            .Row("rounds", Number(answers.Rounds))
            .Row("asked", $"{answers.Asked} machines: {answers.Held} held, " +
                $"{answers.Raced} were taken meanwhile, {answers.Declined} declined, " +
                $"{answers.Elsewhere} serve it elsewhere, {answers.Silent} were not heard")
            .Row("asks again in", why.NextLookMs is { } next ? $"{next} ms" : null);
        Add(table, why.Shortfall, why.Relaxations);
        return table;
    }

    public static TextTable Drain(DrainBody drain) => new TextTable("", "")
        .Row("takes new work", drain.Draining ? "no, it is drained" : "as it is offered")
        .Row("until", drain.Until is { } until ? Show.Time(until) : null)
        .Row("leases left", Number(drain.Leases));

    public static TextTable Leases(LeaseBody[] leases)
    {
        var table = new TextTable("FENCE", "SUBCLOUD", "CUSTOMER", "STATE", "AMOUNT", "EXPIRES");
        foreach (var lease in leases)
        {
            table.Row(
                lease.Fence,
                lease.Subcloud,
                Show.Peer(lease.Customer),
                lease.State,
                Show.Resources(lease.Resources),
                Show.Time(lease.ExpiresAt));
        }

        return table;
    }

    private static void Add(
        TextTable table, ShortfallBody shortfall, IReadOnlyList<RelaxationBody> relaxations)
    {
        table.Row("peers", $"{shortfall.Peers}: {shortfall.Fitting} fit, " +
            $"{shortfall.Policy.Busy} busy, {shortfall.Policy.DeclinedByOwner} take no tasks");
        foreach (var clause in shortfall.Clauses)
            table.Row("clause", $"{clause.Expr} leaves out {clause.Rejects}");
        foreach (var relaxation in relaxations)
        {
            table.Row(
                "relax", $"{relaxation.Change} to {relaxation.To}: {relaxation.Message}");
        }
    }

    private static string? Labels(SubcloudBody subcloud) => subcloud.Labels is null
        ? null
        : string.Join(", ", subcloud.Labels.Select(label => $"{label.Key}={label.Value}"));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
