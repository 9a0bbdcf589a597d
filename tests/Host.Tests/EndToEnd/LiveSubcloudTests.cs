using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveSubcloudTests(SharedCloud shared)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private FacadeClient Client => shared.Facade.Client;

    private SubcloudCalls Calls => new(Client);

    [SandboxFact]
    public async Task A_subcloud_is_planned_scaled_renewed_explained_and_drained()
    {
        PlanBody plan = (await Calls.PlanAsync(new SubcloudRequest(3), None)).Body;
        Assert.True(plan.Succeeds);
        SubcloudBody made = (await Calls.CreateAsync(
            new SubcloudRequest(1) { Labels = Label("a") }, null, Wait, None)).Body;
        Assert.Equal("a", made.Labels!["project"]);
        SubcloudBody scaled = (await Calls.ChangeAsync(
            made.Id, new SubcloudChange(3, 1), None)).Body;
        Assert.Equal(3, scaled.Requested);
        await StateAsync(made.Id, "active", 3);
        Assert.Equal(3, (await Calls.MembersAsync(made.Id, None)).Body.Length);
        await Calls.ChangeAsync(made.Id, new SubcloudChange(9, 3), None);
        ExplainBody why = (await Calls.ExplainAsync(made.Id, None)).Body;
        Assert.Equal(6, why.Missing);
        await Calls.ChangeAsync(made.Id, new SubcloudChange(3, 3), None);
        SubcloudBody renewed = (await Calls.RenewAsync(made.Id, "5h", None)).Body;
        Assert.True(renewed.ExpiresAt > made.ExpiresAt.AddHours(3));
        string peer = made.Members[0].PeerId;
        SubcloudBody less = (await Calls.TerminateAsync(made.Id, peer, None)).Body;
        Assert.Equal(2, less.Requested);
        SubcloudBody[] labelled = (await Calls.ListAsync(null, "project=a", None)).Body;
        Assert.Contains(labelled, s => s.Id == made.Id);
        Assert.Equal("released", (await Calls.ReleaseAsync(made.Id, "drain", None)).Body.State);
        await shared.Cloud.FreeAsync(12);
    }

    [SandboxFact]
    public async Task What_cannot_be_had_says_what_would_help()
    {
        var tooMuch = new SubcloudRequest(2, 2, new ResourcesBody(7, 1 << 20));
        PlanBody plan = (await Calls.PlanAsync(tooMuch, None)).Body;
        Assert.False(plan.Succeeds);
        RelaxationBody change = Assert.Single(plan.Relaxations);
        Assert.Equal(("resources.cpu", "1"), (change.Change, change.To));
        Assert.Contains(plan.Shortfall.Clauses, c => c is { Expr: "cpu >= 7", Rejects: >= 3 });
    }

    [SandboxFact]
    public async Task Many_requests_with_one_key_make_one_subcloud()
    {
        string key = Guid.NewGuid().ToString();
        LivePeer[] facades = [shared.Cloud[0], shared.Cloud[1], shared.Cloud[2]];
        Answer<SubcloudBody>[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            i => new SubcloudCalls(facades[i % 3].Client).CreateAsync(
                new SubcloudRequest(1), key, Wait, None)));
        Assert.Single(answers.Select(a => a.Body.Id).Distinct());
        string maker = Assert.Single(answers.Select(a => a.Body.Facade).Distinct());
        CliException reused = await Assert.ThrowsAsync<CliException>(
            () => Calls.CreateAsync(new SubcloudRequest(2), key, Wait, None));
        Assert.Equal("idempotency-key-reuse", reused.Code);
        foreach (LivePeer facade in facades)
        {
            if ((await facade.SelfAsync()).Id == maker)
                await facade.Client.ReleaseSubcloudAsync(answers[0].Body.Id, None);
        }

        await shared.Cloud.FreeAsync(12);
    }

    [SandboxFact]
    public async Task Events_of_a_subcloud_are_told_until_it_ends_and_again_from_any_of_them()
    {
        SubcloudBody made = (await Calls.CreateAsync(
            new SubcloudRequest(1), null, Wait, None)).Body;
        using FacadeDownload live = await Calls.OpenEventsAsync(made.Id, "0-0", None);
        await Calls.ReleaseAsync(made.Id, "now", None);
        using var all = new MemoryStream();
        await live.CopyToAsync(all, onCopied: null, None);
        string text = System.Text.Encoding.UTF8.GetString(all.ToArray());
        Assert.Contains("p2pcs.member.active", text, StringComparison.Ordinal);
        Assert.Contains("\"released\"", text, StringComparison.Ordinal);
        await shared.Cloud.FreeAsync(12);
    }

    [SandboxFact]
    public async Task A_drained_machine_is_replaced_and_a_resumed_one_serves_again()
    {
        SubcloudBody made = (await Calls.CreateAsync(
            new SubcloudRequest(2), null, Wait, None)).Body;
        LivePeer drained = await OwnerAsync(made.Members[0].PeerId);
        Assert.True((await new SubcloudCalls(drained.Client).DrainAsync("1m", None))
            .Body.Draining);
        await Until.TrueAsync("the drained machine is free", 10, async () =>
            (await drained.SelfAsync()).Leases.Count == 0);
        await StateAsync(made.Id, "active", 2);
        Assert.False((await new SubcloudCalls(drained.Client).ResumeAsync(None)).Body.Draining);
        await Client.ReleaseSubcloudAsync(made.Id, None);
        await shared.Cloud.FreeAsync(12);

        // Word of it takes a few cycles, and other tests count on all machines.
        await Until.TrueAsync("all are known to serve again", 15, async () =>
            (await shared.Facade.PeersAsync()).All(p => p.Accepts && p.Free == p.Resources));
    }

    private async Task<LivePeer> OwnerAsync(string id)
    {
        foreach (LivePeer peer in shared.Cloud.Peers)
        {
            if ((await peer.SelfAsync()).Id == id)
                return peer;
        }

        throw new InvalidOperationException($"{id} is none of the cloud's peers");
    }

    private Task StateAsync(string id, string state, int ready) => Until.TrueAsync(
        $"it is {state} with {ready}", 15, async () =>
        {
            SubcloudBody now = (await Client.SubcloudAsync(id, None)).Body;
            return now.State == state && now.Ready == ready;
        });

    private static Dictionary<string, string> Label(string value) => new()
    {
        ["project"] = value,
    };
}
