namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>Three peers for all tests that leave them as they were. Beside these tests runs one
/// test at a time that has its own peers: more at once would make deadlines meaningless.</summary>
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
