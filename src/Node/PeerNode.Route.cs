using P2PCS.Protocol;

namespace P2PCS.Node;

public sealed partial class PeerNode
{
    private Refusal Route(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        bool own = sender.Id == self.Id;
        if (sender.Id.IsNone)
            return Refusal.BadSender;
        if (own && (kind < MessageKind.Reserve || sender.Epoch != self.Epoch))
            return Refusal.BadSender;
        if (peers.IsBarred(sender.Id))
            return Refusal.Barred;
        switch (kind)
        {
            case MessageKind.ShuffleRequest or MessageKind.ShuffleReply:
                return sampling.Receive(now, sender, kind, body, outbox);
            case >= MessageKind.Ping and <= MessageKind.RosterPage:
                return detector.Receive(now, sender, kind, body, outbox);
        }

        if (!own && peers.IsStale(sender))
            return Refusal.StaleSender;
        Refusal refusal = kind switch
        {
            MessageKind.Reserve or MessageKind.LeaseRequest =>
                ledger.Receive(now, sender, kind, body, outbox),
            MessageKind.Offer or MessageKind.LeaseAnswer or MessageKind.LeaseNotice =>
                controller.Receive(now, sender, kind, body, outbox),
            >= MessageKind.Claim and <= MessageKind.SubcloudTold =>
                Claims.Receive(now, sender, kind, body, outbox),
            MessageKind.Assign or MessageKind.Dismiss =>
                Attempts.Receive(now, sender, kind, body, outbox),
            MessageKind.CharterDigest or MessageKind.CharterList
                or MessageKind.CharterStatements or MessageKind.CharterWant =>
                Charter.Receive(now, sender, kind, body, outbox),
            MessageKind.QueryAsk or MessageKind.QueryAnswer or MessageKind.QueryRefusal =>
                query.Receive(now, sender, kind, body, outbox),
            MessageKind.AggregatePush or MessageKind.AggregateReply
                or MessageKind.AggregateUndo =>
                standing.Receive(now, sender, kind, body, outbox),
            MessageKind.SlicePush or MessageKind.SliceReply or MessageKind.SliceUndo =>
                slices.Receive(now, sender, kind, body, outbox),
            MessageKind.Report => Dispatcher.Receive(now, sender, body, outbox),
            _ => Refusal.UnknownKind,
        };
        if (refusal == Refusal.None && !own && !peers.IsBarred(sender.Id))
            peers.Hear(now, sender, outbox);
        return refusal;
    }
}
