using System.Net;
using P2PCS.Host.Shell;

namespace P2PCS.Host.Agent;

/// <summary>Says on standard error that nobody answers where the cloud was said to be.</summary>
internal static class Unanswered
{
    private const int ShownMax = 3;

    /// <summary>Waits as long as <see cref="Acceptance.Patience"/>, then says it once, unless
    /// somebody has answered.</summary>
    /// <param name="contacts">Where the owner, or the token, said that peers are.</param>
    /// <param name="acceptance">Hears the first answer.</param>
    /// <param name="datagrams">Knows what could not be sent.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task TellAsync(
        IReadOnlyList<IPEndPoint> contacts,
        Acceptance acceptance,
        UdpTransport datagrams,
        CancellationToken stop)
    {
        await Task.WhenAny(acceptance.FirstWord, Task.Delay(Acceptance.Patience, stop));
        if (acceptance.FirstWord.IsCompleted || stop.IsCancellationRequested)
            return;
        string shown = string.Join(", ", contacts.Take(ShownMax));
        string more = contacts.Count > ShownMax ? $" and {contacts.Count - ShownMax} more" : "";
        string failed = datagrams.Unsendable == 0
            ? ""
            : $" {datagrams.Unsendable} datagrams could not be sent: {datagrams.Failure}.";
        await Console.Error.WriteLineAsync(
            $"note: nobody answers yet at {shown}{more}.{failed} Still trying; check that a peer "
                + "runs there and that UDP and TCP get through ('p2pcs self' shows what was "
                + "tried)");
    }
}
