using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.Versioning;
using P2PCS.Host.Streams;

namespace P2PCS.Host.Tests.Streams;

[UnsupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes through IAsyncLifetime.")]
public sealed class ClockCheckTests : IAsyncLifetime
{
    private readonly TestPeer self = new();
    private readonly TestPeer other = new();
    private readonly ClockCheck check;

    public ClockCheckTests() => check = new ClockCheck(self.Client);

    public Task InitializeAsync() => other.ServeAsync();

    public async Task DisposeAsync()
    {
        await self.DisposeAsync();
        await other.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_clock_is_as_far_ahead_as_it_is(int seconds)
    {
        TimeSpan? lead = await LeadAsync(seconds, other.Target);

        Assert.InRange(lead!.Value.TotalSeconds, seconds - 5, seconds + 5);
    }

    [Fact]
    public async Task Who_does_not_answer_has_no_say()
    {
        var nobody = new StreamTarget(new IPEndPoint(IPAddress.Loopback, 1), self.Identity.Id);
        var wrong = new StreamTarget(other.Endpoint, self.Identity.Id);

        Assert.NotNull(await LeadAsync(0, nobody, other.Target, wrong));
        Assert.Null(await LeadAsync(0, nobody, wrong));
        Assert.Null(await LeadAsync(0));
    }

    private Task<TimeSpan?> LeadAsync(int ahead, params StreamTarget[] others) =>
        check.LeadAsync(
            () => DateTimeOffset.UtcNow.AddSeconds(ahead), others, CancellationToken.None);
}
