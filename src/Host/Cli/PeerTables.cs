using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Peers as tables.</summary>
internal static class PeerTables
{
    public static TextTable List(PeerBody[] peers)
    {
        var table = new TextTable("ID", "STATE", "ADDRESS", "ACCEPTS", "FREE", "OF", "HEARD");
        foreach (var peer in peers)
        {
            table.Row(
                Show.Peer(peer.Id) + (peer.Self ? " (self)" : ""),
                peer.State,
                peer.Address,
                peer.Accepts ? "yes" : "no",
                Show.Resources(peer.Free),
                Show.Resources(peer.Resources),
                Show.Time(peer.LastHeard));
        }

        return table;
    }

    public static TextTable Wide(PeerBody[] peers)
    {
        var table = new TextTable(
            "ID", "STATE", "ADDRESS", "EPOCH", "ACCEPTS", "FREE", "OF", "HEARD",
            "RTT", "X", "Y", "HEIGHT", "ERROR");
        foreach (var peer in peers)
        {
            table.Row(
                peer.Id + (peer.Self ? " (self)" : ""),
                peer.State,
                peer.Address,
                peer.Epoch.ToString(CultureInfo.InvariantCulture),
                peer.Accepts ? "yes" : "no",
                Show.Resources(peer.Free),
                Show.Resources(peer.Resources),
                Show.Time(peer.LastHeard),
                peer.Place is { } near ? $"{Show.Number(near.RttMs)}ms" : null,
                peer.Place is { } x ? $"{Show.Number(x.X)}ms" : null,
                peer.Place is { } y ? $"{Show.Number(y.Y)}ms" : null,
                peer.Place is { } high ? $"{Show.Number(high.Height)}ms" : null,
                peer.Place is { } wrong ? Show.Number(wrong.Error) : null);
        }

        return table;
    }

    public static TextTable Self(SelfBody self)
    {
        var table = new TextTable("", "")
            .Row("id", self.Id)
            .Row("version", self.Version)
            .Row("state", self.State)
            .Row("address", self.Address)
            .Row("api", self.Api)
            .Row("epoch", self.Epoch.ToString(CultureInfo.InvariantCulture))
            .Row("profile", self.Profile)
            .Row("started", Show.Time(self.StartedAt))
            .Row("offers", Show.Resources(self.Resources))
            .Row("free", Show.Resources(self.Free))
            .Row("driver", $"{self.Driver.Name}: {self.Driver.Detail}")
            .Row("accepts tasks", self.Driver.Accepts ? "yes" : "no")
            .Row("other peers", OtherPeers(self.Peers))
            .Row("sent", Frames(self.Traffic.SentFrames, self.Traffic.SentBytes))
            .Row("received", Frames(self.Traffic.ReceivedFrames, self.Traffic.ReceivedBytes))
            .Row("sends now", Rates(self.Traffic.Recent.SentFrames, self.Traffic.Recent.SentBytes))
            .Row("receives now", Rates(
                self.Traffic.Recent.ReceivedFrames, self.Traffic.Recent.ReceivedBytes))
            .Row("processor", string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * self.Process.CpuShare:0.00} % of a core now, "
                + $"{self.Process.CpuSeconds:0.0} s in all"))
            .Row("memory", string.Create(
                CultureInfo.InvariantCulture, $"{self.Process.RssBytes / 1e6:0.0} MB"))
            .Row("dropped", self.Traffic.Dropped.ToString(CultureInfo.InvariantCulture));
        AddReach(table, self);
        foreach (var (reason, count) in self.Traffic.Refused.OrderBy(
            pair => pair.Key, StringComparer.Ordinal))
        {
            table.Row("refused", $"{count} {reason}");
        }

        foreach (var lease in self.Leases)
        {
            var amount = Show.Resources(lease.Resources);
            table.Row("lease", $"{lease.Fence}  {lease.State}  {lease.Subcloud}  {amount}");
        }

        foreach (var attempt in self.Attempts)
            table.Row("runs", $"{attempt.Task}  attempt {attempt.Number}  {attempt.State}");
        return table;
    }

    private static void AddReach(TextTable table, SelfBody self)
    {
        if (self.Cloud is { } cloud)
        {
            table.Row(
                "cloud",
                $"{Show.Peer(cloud.Id)} ({(cloud.Open ? "open" : "closed")}), {cloud.Role}"
                    + $" until {Show.Time(cloud.Until)}, {cloud.Statements} statements,"
                    + $" key generation {cloud.KeyGeneration}");
        }

        if (self.Contacts is { } contacts)
        {
            table.Row("contacts", $"{contacts.Tried} of {contacts.Known} tried; "
                + $"{contacts.Handshakes} handshakes begun, {contacts.Unanswered} unanswered");
            if (contacts.Unsendable > 0)
                table.Row("not sent", $"{contacts.Unsendable} datagrams: {contacts.Failure}");
        }
    }

    private static string OtherPeers(PeerCountsBody counts) =>
        $"{counts.Alive} alive, {counts.Unreachable} unreachable, {counts.Left} left";

    private static string Rates(double frames, double bytes) => string.Create(
        CultureInfo.InvariantCulture, $"{frames:0.0} frames/s, {bytes:0} bytes/s");

    private static string Frames(long frames, long bytes) => $"{frames} frames, {bytes} bytes";
}
