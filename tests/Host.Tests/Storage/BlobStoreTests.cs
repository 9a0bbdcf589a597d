using System.Security.Cryptography;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Storage;

public sealed class BlobStoreTests : IDisposable
{
    private const long Limit = 1 << 20;

    private readonly TempDirectory temp = new();
    private readonly BlobStore store;

    public BlobStoreTests() => store = BlobStore.Open(temp.At("blobs"));

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_blob_is_found_under_its_digest()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);

        var blob = await store.PutAsync(new MemoryStream(content), Limit, default);

        Assert.Equal(new BlobRef(Sha256.Of(content), content.Length), blob);
        Assert.True(store.Contains(blob.Digest));
        Assert.True(store.TryGetSize(blob.Digest, out var size));
        Assert.Equal(content.Length, size);
        Assert.Equal(content, Read(blob.Digest));
        Assert.Equal(content, await File.ReadAllBytesAsync(store.PathOf(blob.Digest)));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var blob = await store.PutAsync(Stream.Null, 0, default);

        Assert.Equal(new BlobRef(Sha256.Of([]), 0), blob);
        Assert.Empty(Read(blob.Digest));
    }

    [Fact]
    public async Task A_blob_with_wrong_bytes_is_refused_and_nothing_is_stored()
    {
        var expected = Sha256.Of("right"u8);

        Assert.False(await store.PutAsync(
            expected, new MemoryStream("wrong"u8.ToArray()), Limit, default));
        Assert.Empty(FilesIn());

        Assert.True(await store.PutAsync(
            expected, new MemoryStream("right"u8.ToArray()), Limit, default));
        Assert.Equal("right"u8, Read(expected));
    }

    [Fact]
    public async Task A_blob_over_the_limit_is_refused_and_nothing_is_stored()
    {
        var content = new byte[1001];

        var refused = await Assert.ThrowsAsync<BlobTooLargeException>(
            () => store.PutAsync(new MemoryStream(content), 1000, default));

        Assert.Equal(1000, refused.MaxBytes);
        Assert.Empty(FilesIn());
        await store.PutAsync(new MemoryStream(content), 1001, default);
        Assert.Single(FilesIn());
    }

    [Fact]
    public async Task A_cancelled_put_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.PutAsync(new MemoryStream(new byte[10]), Limit, cancelled.Token));

        Assert.Empty(FilesIn());
    }

    [Fact]
    public async Task Concurrent_puts_of_the_same_bytes_store_one_blob()
    {
        var content = RandomNumberGenerator.GetBytes(200_000);

        var blobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => store.PutAsync(new MemoryStream(content), Limit, default))));

        Assert.All(blobs, blob => Assert.Equal(Sha256.Of(content), blob.Digest));
        Assert.Equal([Sha256.Of(content)], store.All());
        Assert.Single(FilesIn());
        Assert.Equal(content, Read(Sha256.Of(content)));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_but_its_readers_finish()
    {
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), Limit, default);
        Assert.True(store.TryOpenRead(blob.Digest, out var reader));

        store.Delete(blob.Digest);
        store.Delete(blob.Digest);

        Assert.False(store.Contains(blob.Digest));
        Assert.False(store.TryGetSize(blob.Digest, out _));
        Assert.False(store.TryOpenRead(blob.Digest, out _));
        using (reader)
        {
            Assert.Equal(1, reader.ReadByte());
        }
    }

    [Fact]
    public void A_blob_that_never_came_is_not_here()
    {
        var digest = Sha256.Of("never"u8);

        Assert.False(store.Contains(digest));
        Assert.False(store.TryOpenRead(digest, out _));
        store.Delete(digest);
    }

    [Fact]
    public async Task Opening_again_keeps_blobs_and_removes_leftovers()
    {
        var first = await store.PutAsync(new MemoryStream([1]), Limit, default);
        var second = await store.PutAsync(new MemoryStream([2]), Limit, default);
        await File.WriteAllTextAsync(temp.At("blobs/tmp/half"), "half a blob");
        await File.WriteAllTextAsync(temp.At("blobs/notes.txt"), "not a blob");

        var again = BlobStore.Open(temp.At("blobs"));

        Assert.Empty(Directory.GetFiles(temp.At("blobs/tmp")));
        Assert.Equal(
            new HashSet<Digest> { first.Digest, second.Digest }, again.All().ToHashSet());
    }

    private string[] FilesIn() =>
        Directory.GetFiles(temp.At("blobs"), "*", SearchOption.AllDirectories);

    private byte[] Read(Digest digest)
    {
        Assert.True(store.TryOpenRead(digest, out var stream));
        using (stream)
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
