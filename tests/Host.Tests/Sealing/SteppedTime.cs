namespace P2PCS.Host.Tests.Sealing;

/// <summary>Time that a test moves: the wall's and the monotonic clock, each by itself.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private DateTimeOffset wall = DateTimeOffset.UnixEpoch.AddYears(50);
    private long stamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => wall;

    public override long GetTimestamp() => stamp;

    public void Step(TimeSpan both)
    {
        wall += both;
        stamp += both.Ticks;
    }

    public void StepWall(TimeSpan by) => wall += by;
}
