using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>What a task's words mean to a client.</summary>
internal static class TaskStates
{
    public static bool IsFinal(TaskBody task) =>
        task.State is "succeeded" or "failed" or "cancelled" or "aborted";

    public static bool IsSucceeded(TaskBody task) => task.State == "succeeded";

    /// <summary>Whether a first attempt was not enough.</summary>
    public static bool IsRetried(TaskBody task) => task.Attempts.Count > 1;

    /// <summary>The exit code that stands for how the task ended.</summary>
    public static int ExitCode(TaskBody task)
    {
        if (task.ExitCode is { } code) return code;
        return IsSucceeded(task) ? ExitCodes.Ok : ExitCodes.OfReason(task.Reason?.Code);
    }

    /// <summary>One line about a task that did not succeed.</summary>
    public static string Ending(TaskBody task)
    {
        var reason = Show.Reason(task.Reason);
        return (task.ExitCode, reason) switch
        {
            ({ } code, null) => $"exit code {code}",
            ({ } code, _) => $"exit code {code}: {reason}",
            (null, null) => task.State,
            (null, _) => $"{task.State}: {reason}",
        };
    }
}
