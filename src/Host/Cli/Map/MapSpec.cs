using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>What a map runs for each file.</summary>
/// <param name="Subcloud">Id of the subcloud.</param>
/// <param name="Command">Program and arguments, with <c>{in}</c> and <c>{out}</c>.</param>
/// <param name="Resources">What each task needs, or null for the default.</param>
/// <param name="MaxRuntime">When to kill a task, such as <c>10m</c>, or null.</param>
public sealed record MapSpec(
    string Subcloud,
    IReadOnlyList<string> Command,
    ResourcesBody? Resources = null,
    string? MaxRuntime = null);
