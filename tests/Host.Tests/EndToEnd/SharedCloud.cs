namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Three peers for all tests that leave them as they were. One class after the other
/// runs, so that measures of time mean something.</summary>
public sealed class SharedCloud : IAsyncLifetime
{
    internal LiveCloud Cloud { get; private set; } = null!;

    internal LivePeer Facade => Cloud[0];

    public async Task InitializeAsync() => Cloud = await LiveCloud.StartAsync(3);

    public Task DisposeAsync()
    {
        Cloud?.Dispose();
        return Task.CompletedTask;
    }
}

[CollectionDefinition("end to end")]
public sealed class EndToEndTests : ICollectionFixture<SharedCloud>;
