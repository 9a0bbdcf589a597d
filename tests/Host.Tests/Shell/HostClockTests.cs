using P2PCS.Host.Shell;
using P2PCS.Host.Tests.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Shell;

public sealed class HostClockTests
{
    [Fact]
    public void It_follows_the_wall_after_a_sleep_and_never_goes_back()
    {
        var time = new SteppedTime();
        var clock = new HostClock(time);
        Instant start = clock.Now;
        time.StepWall(TimeSpan.FromDays(3));
        Assert.Equal(TimeSpan.FromDays(3), clock.Now - start);
        time.StepWall(-TimeSpan.FromDays(4));
        time.Step(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(5), clock.Now - start);
        time.StepWall(TimeSpan.FromDays(4) + TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(5), clock.Now - start);
    }
}
