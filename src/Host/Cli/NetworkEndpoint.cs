using System.Globalization;
using System.Net;

namespace P2PCS.Host.Cli;

/// <summary>Addresses of the form <c>ADDR:PORT</c>.</summary>
public static class NetworkEndpoint
{
    /// <summary>Reads an endpoint.</summary>
    /// <param name="text">Such as <c>192.0.2.7:7400</c>, <c>[::1]:0</c>, localhost:7400.</param>
    /// <param name="endpoint">The endpoint, or null.</param>
    /// <returns>Null when it is one, else what is wrong and what is accepted.</returns>
    public static string? TryParse(string text, out IPEndPoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        endpoint = null;
        var colon = text.LastIndexOf(':');
        const NumberStyles digits = NumberStyles.None;
        if (colon <= 0
            || !ushort.TryParse(
                text.AsSpan(colon + 1), digits, CultureInfo.InvariantCulture, out var port)
            || !TryAddress(text[..colon], out var address))
        {
            return $"'{text}' is not ADDR:PORT: use an IP address and a port from 0 to 65535,"
                + " such as 127.0.0.1:7400";
        }

        endpoint = new IPEndPoint(address, port);
        return null;
    }

    /// <summary>As <see cref="TryParse"/>, but only addresses of this machine itself.</summary>
    public static string? TryParseLoopback(string text, out IPEndPoint? endpoint)
    {
        string? error = TryParse(text, out endpoint);
        if (error is not null || IPAddress.IsLoopback(endpoint!.Address))
            return error;
        endpoint = null;
        return $"'{text}': the facade is for this machine alone: only loopback addresses";
    }

    /// <summary>As <see cref="TryParse"/>, or an address alone, with port 0.</summary>
    public static string? TryParseAddress(string text, out IPEndPoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryAddress(text, out var address))
            return TryParse(text, out endpoint);
        endpoint = new IPEndPoint(address, 0);
        return null;
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (text == "localhost") return true;
        var bracketed = text.StartsWith('[') && text.EndsWith(']');
        if (text.Contains(':') && !bracketed) return false;
        if (!IPAddress.TryParse(bracketed ? text[1..^1] : text, out var parsed)) return false;
        address = parsed;
        return true;
    }
}
