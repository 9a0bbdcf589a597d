using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Host.Storage;

/// <summary>Blobs as files named by the SHA-256 of their bytes.</summary>
/// <remarks>A blob is there whole or not at all, also after a kill. After a power loss one stored
/// in the last moments may be missing, but never wrong. Safe for any number of callers.</remarks>
public sealed class BlobStore
{
    private const int BufferBytes = 128 * 1024;

    private readonly string root;
    private readonly string arriving;

    private BlobStore(string root)
    {
        this.root = root;
        arriving = Path.Combine(root, "tmp");
    }

    /// <summary>Opens a store, making its directory (mode 0700) where it is missing, and removes
    /// what interrupted puts left behind.</summary>
    /// <param name="root">The directory; one store at a time may be open over it.</param>
    /// <returns>The store.</returns>
    /// <exception cref="IOException">The directory cannot be made or read.</exception>
    public static BlobStore Open(string root)
    {
        var store = new BlobStore(Path.GetFullPath(root));
        PrivateFile.CreateDirectory(store.arriving);
        foreach (var leftover in Directory.EnumerateFiles(store.arriving))
        {
            File.Delete(leftover);
        }

        return store;
    }

    /// <summary>Stores a blob whose digest is not known yet.</summary>
    /// <param name="source">Read to its end; not disposed.</param>
    /// <param name="maxBytes">The longest blob to accept, in bytes.</param>
    /// <param name="cancellation">Stops the copy; nothing is stored then.</param>
    /// <returns>The blob's digest and length; storing the same bytes again changes nothing.
    /// </returns>
    /// <exception cref="BlobTooLargeException">The source is longer; nothing is stored.</exception>
    /// <exception cref="IOException">Source or disk failed; nothing is stored.</exception>
    public async Task<BlobRef> PutAsync(
        Stream source, long maxBytes, CancellationToken cancellation)
    {
        var temporary = NewTemporaryPath();
        try
        {
            var blob = await ReceiveAsync(source, temporary, maxBytes, cancellation);
            Keep(temporary, blob.Digest);
            return blob;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Stores a blob whose digest is known, if the bytes are the right ones.</summary>
    /// <param name="expected">What the bytes must hash to.</param>
    /// <param name="source">Read to its end, also when the blob is here already; not disposed.
    /// </param>
    /// <param name="maxBytes">The longest blob to accept, in bytes.</param>
    /// <param name="cancellation">Stops the copy; nothing is stored then.</param>
    /// <returns>False when the bytes hash differently; nothing is stored then.</returns>
    /// <exception cref="BlobTooLargeException">The source is longer; nothing is stored.</exception>
    /// <exception cref="IOException">Source or disk failed; nothing is stored.</exception>
    public async Task<bool> PutAsync(
        Digest expected, Stream source, long maxBytes, CancellationToken cancellation)
    {
        var temporary = NewTemporaryPath();
        try
        {
            var blob = await ReceiveAsync(source, temporary, maxBytes, cancellation);
            if (blob.Digest != expected)
            {
                return false;
            }

            Keep(temporary, expected);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a blob for reading; deleting it meanwhile does not disturb the reader.
    /// </summary>
    /// <param name="digest">Which blob.</param>
    /// <param name="stream">The bytes; the caller disposes it.</param>
    /// <returns>False when the blob is not here.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryOpenRead(Digest digest, [NotNullWhen(true)] out FileStream? stream)
    {
        try
        {
            stream = new FileStream(PathOf(digest), new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            return true;
        }
        catch (Exception absent)
            when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            stream = null;
            return false;
        }
    }

    /// <summary>Whether a blob is here.</summary>
    /// <param name="digest">Which blob.</param>
    /// <returns>True when it can be opened.</returns>
    public bool Contains(Digest digest) => File.Exists(PathOf(digest));

    /// <summary>Length of a blob.</summary>
    /// <param name="digest">Which blob.</param>
    /// <param name="size">Its length in bytes, or 0.</param>
    /// <returns>False when the blob is not here.</returns>
    public bool TryGetSize(Digest digest, out long size)
    {
        var file = new FileInfo(PathOf(digest));
        size = file.Exists ? file.Length : 0;
        return file.Exists;
    }

    /// <summary>Removes a blob; does nothing when it is not here.</summary>
    /// <param name="digest">Which blob.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Delete(Digest digest)
    {
        if (Contains(digest))
        {
            File.Delete(PathOf(digest));
        }
    }

    /// <summary>Where a blob's file is, or would be; its content must not be changed.</summary>
    /// <param name="digest">Which blob.</param>
    /// <returns>Full path.</returns>
    public string PathOf(Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(root, name[..2], name[2..4], name);
    }

    /// <summary>Lists the blobs; those that come or go meanwhile may or may not be seen.</summary>
    /// <returns>Their digests, in no particular order.</returns>
    public IEnumerable<Digest> All()
    {
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (Digest.TryParse(Path.GetFileName(file), out var digest) && PathOf(digest) == file)
            {
                yield return digest;
            }
        }
    }

    private static async Task<BlobRef> ReceiveAsync(
        Stream source, string temporary, long maxBytes, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var target = PrivateFile.Create(temporary);
            var size = 0L;
            int count;
            while ((count = await source.ReadAsync(buffer, cancellation)) > 0)
            {
                size += count;
                if (size > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                hash.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }

            target.Flush(flushToDisk: true);
            return new BlobRef(Digest.Read(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Keep(string temporary, Digest digest)
    {
        var path = PathOf(digest);
        PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }

    private string NewTemporaryPath() => Path.Combine(arriving, Path.GetRandomFileName());
}
