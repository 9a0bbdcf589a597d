using System.Net;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Keeps an admin from saying what others will not hear: with a clock far ahead, a ban
/// would seem to hold and hold nowhere else.</summary>
internal static class ClockProblem
{
    /// <summary>Compares this clock with those of some peers that answer.</summary>
    /// <returns>The answer to give instead, where it is too far ahead; null where it is not, or
    /// nobody can be asked.</returns>
    public static async Task<Problem?> FindAsync(FacadeParts parts)
    {
        Instant now = await parts.Actor.AskAsync((_, moment, _) => moment);
        TimeSpan? lead = await new ClockCheck(parts.Streams).LeadAsync(
            () => HostClock.ToUtc(now), Others(parts.Picture()), parts.Stopping);
        return lead is { } ahead && ahead > TimeSpan.FromSeconds(CredentialCheck.ClockSlack)
            ? Problem.Conflict(
                "conflict",
                $"The clock of this peer is {ahead.TotalMinutes:0} minutes ahead of others': " +
                "what it says counts there only when that time has come.",
                "Set the clock of the machine and start the peer again, or ask another admin.")
            : null;
    }

    private static IEnumerable<StreamTarget> Others(Picture picture) => picture.Peers
        .Where(peer => !peer.Self && peer.State == "alive")
        .OrderBy(_ => Random.Shared.Next())
        .Take(ClockCheck.Asked)
        .Select(peer => new StreamTarget(IPEndPoint.Parse(peer.Address), IdOf(peer.Id)));

    private static PeerId IdOf(string text)
    {
        Invariant.Holds(Digest.TryParse(text, out Digest hash));
        return new PeerId(hash);
    }
}
