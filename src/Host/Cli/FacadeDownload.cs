using System.Globalization;

namespace P2PCS.Host.Cli;

/// <summary>Bytes that a facade streams; dispose of it to hang up.</summary>
public sealed class FacadeDownload : IDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly Stream bytes;

    internal FacadeDownload(HttpResponseMessage answer, Stream bytes)
    {
        this.answer = answer;
        this.bytes = bytes;
        if (answer.Headers.TryGetValues("P2PCS-Attempt", out var values)
            && int.TryParse(values.First(), CultureInfo.InvariantCulture, out var attempt))
        {
            Attempt = attempt;
        }
    }

    /// <summary>Which attempt of a task this is, from 1; null where the facade said none.</summary>
    public int? Attempt { get; }

    /// <summary>Reads what is there, or waits for more.</summary>
    /// <param name="buffer">Filled from its start; not empty.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many bytes came; 0 at the end.</returns>
    /// <exception cref="CliException">The peer went away; retryable.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return await bytes.ReadAsync(buffer, stop);
        }
        catch (IOException e)
        {
            throw new CliException(
                $"the peer hung up in the middle of an answer: {e.Message}",
                "look at the peer's log, then try again",
                ExitCodes.Unreachable)
            {
                IsRetryable = true,
            };
        }
    }

    /// <summary>Copies the rest, each part as soon as it comes.</summary>
    /// <param name="target">Where to; flushed after each part.</param>
    /// <param name="onCopied">Told the length of each part, or null.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>When the end has come.</returns>
    /// <exception cref="CliException">The peer went away; retryable.</exception>
    public async Task CopyToAsync(Stream target, Action<int>? onCopied, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(target);
        var buffer = new byte[64 << 10];
        while (await ReadAsync(buffer, stop) is var count and > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), stop);
            await target.FlushAsync(stop);
            onCopied?.Invoke(count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        bytes.Dispose();
        answer.Dispose();
    }
}
