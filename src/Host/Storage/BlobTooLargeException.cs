namespace P2PCS.Host.Storage;

/// <summary>A blob was longer than its limit; nothing of it was stored.</summary>
public sealed class BlobTooLargeException : IOException
{
    /// <summary>Says which limit was passed.</summary>
    /// <param name="maxBytes">The limit, in bytes.</param>
    public BlobTooLargeException(long maxBytes)
        : base($"The blob is larger than the limit of {maxBytes} bytes.") => MaxBytes = maxBytes;

    /// <summary>The limit that was passed, in bytes.</summary>
    public long MaxBytes { get; }
}
