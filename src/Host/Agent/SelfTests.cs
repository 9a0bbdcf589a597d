namespace P2PCS.Host.Agent;

/// <summary>Repeats the self-test of what runs tasks, while the peer serves.</summary>
internal static class SelfTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>Repeats until stopped, or until it cannot any more, which is told.</summary>
    public static async Task RepeatAsync(
        Func<Task> test, AgentLog log, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await test();
        }
        catch (OperationCanceledException)
        {
            log.SelfTestsEnd();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            log.SelfTestsFail(cause.Message);
        }
    }
}
