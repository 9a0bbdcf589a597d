namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Awaits what other processes bring about, with a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    public static async Task TrueAsync(string what, double seconds, Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(Period);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"waited {seconds} s in vain until {what}");
            }
        }
    }

    /// <summary>A part of a scenario that is a length of time, such as a random moment.</summary>
    public static async Task PassedAsync(TimeSpan span)
    {
        using var timer = new PeriodicTimer(span);
        await timer.WaitForNextTickAsync();
    }
}
