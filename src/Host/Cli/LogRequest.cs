namespace P2PCS.Host.Cli;

/// <summary>Which bytes of a task's output to read.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Follow">Whether to read on until the attempt ends.</param>
/// <param name="Attempt">Which attempt, from 1; null for the newest.</param>
public sealed record LogRequest(string Task, string Stream, bool Follow, int? Attempt = null);
