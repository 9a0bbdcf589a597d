using System.Text;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Queries;

public sealed class EventReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Events_are_read_however_the_bytes_come(int atOnce)
    {
        const string Text = ": hello\n\nid: 1\nevent: answer\ndata: {\"a\":1}\n\n"
            + ": nothing new\n\nid: 2\r\nevent: answer\r\ndata: x\r\ndata: \u00e9\r\n\r\n"
            + "event: end\ndata:z\n\n";
        EventReader reader = Reader(Text, atOnce);
        Assert.Equal(new ServerEvent(1, "answer", "{\"a\":1}"), await Next(reader));
        Assert.Equal(new ServerEvent(2, "answer", "x\n\u00e9"), await Next(reader));
        Assert.Equal(new ServerEvent(0, "end", "z"), await Next(reader));
        Assert.Null(await Next(reader));
    }

    [Fact]
    public async Task A_broken_event_is_no_event() =>
        Assert.Null(await Next(Reader("id: 1\ndata: half\n", 100)));

    private static Task<ServerEvent?> Next(EventReader reader) =>
        reader.NextAsync(CancellationToken.None);

    private static EventReader Reader(string text, int atOnce)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int taken = 0;
        return new EventReader((buffer, _) =>
        {
            int count = Math.Min(Math.Min(atOnce, buffer.Length), bytes.Length - taken);
            bytes.AsMemory(taken, count).CopyTo(buffer);
            taken += count;
            return ValueTask.FromResult(count);
        });
    }
}
