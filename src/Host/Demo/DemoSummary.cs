using P2PCS.Host.Cli;
using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Demo;

/// <summary>What the demo showed.</summary>
internal sealed record DemoSummary(
    DemoCloud Cloud,
    PeerProcess? Victim,
    MapOutcome Outcome,
    IReadOnlyList<string> Wrong,
    DemoPhases Phases)
{
    private const int WrongShown = 20;

    public void WriteTo(TextWriter output)
    {
        var tasks = Outcome.Results + Outcome.Failures.Count;
        output.WriteLine(Wrong.Count == 0
            ? "demo: every result is right: each byte equals a run of the same command here"
            : $"demo: {Wrong.Count} results are missing or wrong");
        foreach (var name in Wrong.Take(WrongShown)) output.WriteLine($"  wrong: {name}");
        foreach (var failure in Outcome.Failures.Take(WrongShown))
        {
            var ending = TaskStates.Ending(failure.Task);
            output.WriteLine($"  failed: {failure.File.Name}: {ending} {failure.Error}");
        }

        output.WriteLine($"  peers  {Cloud.Peers.Count} started, " + (Victim is null
            ? "none killed"
            : $"peer {Victim.Number} killed"));
        output.WriteLine($"  tasks  {tasks}: {Outcome.Retried} retried,"
            + $" {Outcome.Failures.Count} failed, {Wrong.Count} wrong");
        output.WriteLine($"  times  {Phases.Times}");
        foreach (var peer in Cloud.Peers.Where(peer => peer.IsRunning))
        {
            var role = peer == Cloud.Facade ? ", the demo's facade" : "";
            var url = peer.Client.Address.Url.AbsoluteUri.TrimEnd('/');
            output.WriteLine($"  REST   {url} (peer {peer.Number}{role})");
        }
    }
}
