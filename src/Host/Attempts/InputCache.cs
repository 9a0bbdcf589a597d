using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Protocol;

namespace P2PCS.Host.Attempts;

/// <summary>Inputs fetched from customers, kept for the next attempt up to a bound.</summary>
/// <param name="client">Fetches from other peers.</param>
/// <param name="store">Where blobs are kept; this cache's alone.</param>
public sealed class InputCache(StreamClient client, BlobStore store)
{
    private const long KeepBytes = 2L << 30;
    private const long LookAfterBytes = 256L << 20;
    private const int Tries = 3;

    private long fetchedSinceTrim;

    /// <summary>Copies a blob, from the cache or from its owner, into a file.</summary>
    /// <exception cref="IOException">The owner has not got it, or disk or network failed.
    /// </exception>
    /// <exception cref="HttpRequestException">The owner cannot be reached.</exception>
    public async Task CopyToAsync(
        StreamTarget owner, FileRef file, string path, CancellationToken stop)
    {
        await using FileStream source = await OpenAsync(owner, file, stop);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await source.CopyToAsync(target, stop);
    }

    /// <summary>Opens a blob, fetching it first if need be.</summary>
    /// <exception cref="IOException">As <see cref="CopyToAsync"/>.</exception>
    public async Task<FileStream> OpenAsync(
        StreamTarget owner, FileRef file, CancellationToken stop)
    {
        if (!Digest.TryParse(file.Digest, out Digest digest))
            throw new IOException($"'{file.Digest}' is not a digest");
        for (int i = 0; i < Tries; i++)
        {
            if (store.TryOpenRead(digest, out FileStream? stream))
                return stream;
            if (!await client.FetchBlobAsync(owner, digest, store, file.Size, stop))
                throw new IOException($"{owner} does not give {file.Name} ({digest})");
            Trim(file.Size);
        }

        throw new IOException($"{file.Name} vanished from the cache {Tries} times");
    }

    private void Trim(long fetched)
    {
        if (Interlocked.Add(ref fetchedSinceTrim, fetched) < LookAfterBytes)
            return;
        Interlocked.Exchange(ref fetchedSinceTrim, 0);
        long kept = 0;
        var files = store.All().Select(digest => (digest, new FileInfo(store.PathOf(digest))))
            .Where(entry => entry.Item2.Exists)
            .OrderByDescending(entry => entry.Item2.LastWriteTimeUtc);
        foreach ((Digest digest, FileInfo file) in files)
        {
            kept += file.Length;
            if (kept > KeepBytes)
                store.Delete(digest);
        }
    }
}
