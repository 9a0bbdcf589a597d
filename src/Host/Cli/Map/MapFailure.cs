using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>A file whose task did not succeed.</summary>
/// <param name="File">The input.</param>
/// <param name="Task">Its task.</param>
/// <param name="Error">The first lines of the task's stderr; may be empty.</param>
public sealed record MapFailure(MapFile File, TaskBody Task, string Error);
