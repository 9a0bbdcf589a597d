using System.Globalization;

namespace P2PCS.Host.Cli;

/// <summary>Bytes that a facade streams; dispose of it to hang up.</summary>
public sealed class FacadeDownload : IDisposable
{
    private readonly HttpResponseMessage _answer;

    internal FacadeDownload(HttpResponseMessage answer, Stream bytes)
    {
        _answer = answer;
        Bytes = bytes;
        if (answer.Headers.TryGetValues("P2PCS-Attempt", out var values)
            && int.TryParse(values.First(), CultureInfo.InvariantCulture, out var attempt))
        {
            Attempt = attempt;
        }
    }

    /// <summary>The bytes; reading throws <see cref="IOException"/> if the peer goes away.</summary>
    public Stream Bytes { get; }

    /// <summary>Which attempt of a task this is, from 1; null where the facade said none.</summary>
    public int? Attempt { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Bytes.Dispose();
        _answer.Dispose();
    }
}
