using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Protocol.Tests;

public sealed class OutboxTests
{
    private static readonly PeerId Self = new(new Digest(1, 1, 1, 1));
    private static readonly PeerAddress There = new(1, 7400);

    [Fact]
    public void It_grows_and_keeps_what_it_holds() => Seed.Run((ref Rng rng) =>
    {
        var outbox = new Outbox();
        var bodies = new List<byte[]>();
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = new byte[rng.Below(Frame.BodyBytes + 1)];
            Seed.Fill(bytes, ref rng);
            bodies.Add(bytes);
            WireWriter body = outbox.Open();
            foreach (byte b in bytes)
                body.U8(b);
            if (i % 3 == 0)
                outbox.Write(RecordKind.Task, (UInt128)i, body);
            else
                outbox.Send(There, MessageKind.Ping, body);
        }

        int send = 0;
        int record = 0;
        for (int i = 0; i < bodies.Count; i++)
        {
            ReadOnlySpan<byte> bytes = i % 3 == 0
                ? outbox.BytesOf(outbox.Records[record++].Bytes).Span
                : BodyOf(outbox, outbox.Sends[send++]);
            Assert.True(bytes.SequenceEqual(bodies[i]));
        }
    });

    [Fact]
    public void It_takes_bodies_that_fit_no_datagram() => Seed.Run((ref Rng rng) =>
    {
        var outbox = new Outbox();
        byte[] bytes = new byte[Frame.LargeBodyBytes];
        Seed.Fill(bytes, ref rng);
        for (int i = 0; i < 50; i++)
        {
            int length = i == 0 ? bytes.Length : 1 + rng.Below(bytes.Length);
            WireWriter body = outbox.Open(length);
            body.Bytes(bytes.AsSpan(0, length));
            outbox.Send(There, (MessageKind)63, body);
        }

        foreach (OutboundFrame sent in outbox.Sends)
        {
            ReadOnlySpan<byte> body = BodyOf(outbox, sent);
            Assert.True(body.SequenceEqual(bytes.AsSpan(0, body.Length)));
        }

        Assert.Equal(Limits.LargeFrameBytes, outbox.Sends[0].Bytes.Length);
    });

    [Fact]
    public void A_long_frame_of_a_short_kind_is_a_programmers_error() =>
        Assert.Throws<InvariantBrokenException>(() =>
        {
            var outbox = new Outbox();
            WireWriter body = outbox.Open(Frame.BodyBytes + 1);
            body.Bytes(new byte[Frame.BodyBytes + 1]);
            outbox.Send(There, MessageKind.Ping, body);
        });

    [Fact]
    public void It_is_as_new_after_clearing()
    {
        var outbox = new Outbox();
        for (int round = 0; round < 3; round++)
        {
            WireWriter body = outbox.Open();
            body.U8((byte)round);
            outbox.Send(There, MessageKind.Ping, body);
            outbox.Delete(RecordKind.Task, 5);
            outbox.Tell(new NodeEvent(NodeEventKind.PeerAlive, Self));
            outbox.Do(new WorkRequest(WorkKind.Start, new AttemptKey(1, 1), Self, There, default));
            Assert.Equal(1, outbox.Sends.Length);
            Assert.Equal(1, outbox.Records.Length);
            Assert.True(outbox.Records[0].Delete);
            Assert.Equal(1, outbox.Events.Length);
            Assert.Equal(1, outbox.Work.Length);
            Assert.Equal(round, BodyOf(outbox, outbox.Sends[0])[0]);
            outbox.Clear();
            Assert.True(outbox.Sends.IsEmpty && outbox.Records.IsEmpty);
            Assert.True(outbox.Events.IsEmpty && outbox.Work.IsEmpty);
        }
    }

    [Fact]
    public void Sending_nowhere_is_a_programmers_error() =>
        Assert.Throws<InvariantBrokenException>(() =>
        {
            var outbox = new Outbox();
            WireWriter body = outbox.Open();
            outbox.Send(default, MessageKind.Ping, body);
        });

    private static ReadOnlySpan<byte> BodyOf(Outbox outbox, in OutboundFrame sent)
    {
        Refusal refusal = Frame.TryRead(
            outbox.BytesOf(sent.Bytes).Span, out MessageKind kind, out ReadOnlySpan<byte> body);
        Assert.Equal((Refusal.None, sent.Kind), (refusal, kind));
        return body;
    }
}
