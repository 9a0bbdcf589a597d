using System.Buffers;
using System.Globalization;
using System.Text;

namespace P2PCS.Host.Cli;

/// <summary>Reads server-sent events from a stream of bytes.</summary>
/// <remarks>Source: WHATWG HTML, section 9.2.6; lines end in LF or CR LF.</remarks>
/// <param name="read">Fills a buffer; gives how many bytes came, 0 at the end.</param>
public sealed class EventReader(Func<Memory<byte>, CancellationToken, ValueTask<int>> read)
{
    private const int EventMax = 64 << 20;

    private readonly byte[] buffer = new byte[16 << 10];
    private readonly ArrayBufferWriter<byte> line = new();
    private int filled;
    private int taken;

    /// <summary>Reads the next event.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The event, or null at the end of the stream.</returns>
    /// <exception cref="CliException">An event is longer than any answer.</exception>
    public async Task<ServerEvent?> NextAsync(CancellationToken stop)
    {
        var next = new ServerEvent(0, "message", "");
        bool hasData = false;
        while (await LineAsync(stop) is { } text)
        {
            if (text.Length == 0 && hasData)
                return next;
            if (text.Length == 0 || text[0] == ':')
                continue;
            (string name, string value) = Split(text);
            hasData |= name == "data";
            next = name switch
            {
                "id" => next with
                {
                    Id = long.TryParse(
                        value, CultureInfo.InvariantCulture, out long id) ? id : next.Id,
                },
                "event" => next with { Kind = value },
                "data" => next with
                {
                    Text = next.Text.Length == 0 ? value : next.Text + "\n" + value,
                },
                _ => next,
            };
        }

        return null;
    }

    private static (string Name, string Value) Split(string text)
    {
        int colon = text.IndexOf(':');
        if (colon < 0)
            return (text, "");
        int start = colon + 1 < text.Length && text[colon + 1] == ' ' ? colon + 2 : colon + 1;
        return (text[..colon], text[start..]);
    }

    private async Task<string?> LineAsync(CancellationToken stop)
    {
        line.ResetWrittenCount();
        while (true)
        {
            int end = Array.IndexOf(buffer, (byte)'\n', taken, filled - taken);
            line.Write(buffer.AsSpan(taken, (end < 0 ? filled : end) - taken));
            taken = end < 0 ? filled : end + 1;
            if (end >= 0)
                return Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\r');
            if (line.WrittenCount > EventMax)
            {
                throw new CliException(
                    "an event of the stream has no end", null, ExitCodes.Internal);
            }

            (taken, filled) = (0, await read(buffer, stop));
            if (filled == 0)
                return null;
        }
    }
}

/// <summary>One event of a stream.</summary>
/// <param name="Id">Its number; 0 where it has none.</param>
/// <param name="Kind">What it tells, such as <c>answer</c>.</param>
/// <param name="Text">Its data.</param>
public sealed record ServerEvent(long Id, string Kind, string Text);
