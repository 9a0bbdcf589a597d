using P2PCS.Membership.Admission;

namespace P2PCS.Host.Sealing;

/// <summary>What sealed datagrams came to so far. Written by the node's thread.</summary>
public sealed class SealingCounts
{
    private static readonly (DatagramRefusal Reason, string Name)[] Reasons =
        [.. Enum.GetValues<DatagramRefusal>()
            .Where(reason => reason != DatagramRefusal.None)
            .Select(reason => (reason, NameOf($"{reason}")))];

    private static readonly AdmissionRefusal[] Admissions = Enum.GetValues<AdmissionRefusal>();

    private readonly long[] refusals = new long[(int)DatagramRefusal.OldEpoch + 1];
    private readonly long[] admissions = new long[Admissions.Length];

    /// <summary>Handshakes begun here.</summary>
    public long Begun { get; internal set; }

    /// <summary>Handshakes begun here that gave a session.</summary>
    public long Granted { get; internal set; }

    /// <summary>Handshakes begun here that nobody answered.</summary>
    public long Unanswered { get; internal set; }

    /// <summary>Handshakes of others that were answered with a session.</summary>
    public long Answered { get; internal set; }

    /// <summary>Cookies sent.</summary>
    public long Cookies { get; internal set; }

    /// <summary>Frames that waited in vain for a session.</summary>
    public long Unsent { get; internal set; }

    /// <summary>Bytes that came from addresses that had not shown to receive there.</summary>
    public long UnprovedBytesIn { get; internal set; }

    /// <summary>Bytes sent in answer to those.</summary>
    public long UnprovedBytesOut { get; internal set; }

    /// <summary>Times that a datagram was refused for a reason.</summary>
    public long Of(DatagramRefusal reason) => refusals[(int)reason];

    /// <summary>Times that a credential was refused here for a reason.</summary>
    public long Of(AdmissionRefusal reason) => admissions[(int)reason];

    /// <summary>All reasons for which datagrams were ever refused, by name.</summary>
    public IEnumerable<KeyValuePair<string, long>> Refusals()
    {
        foreach ((DatagramRefusal reason, string name) in Reasons)
            yield return new(name, Of(reason));
        foreach (AdmissionRefusal reason in Admissions)
        {
            if (Of(reason) > 0)
                yield return new($"credential{reason}", Of(reason));
        }
    }

    internal void Refuse(DatagramRefusal reason) => refusals[(int)reason]++;

    internal void Refuse(AdmissionRefusal reason) => admissions[(int)reason]++;

    private static string NameOf(string reason) => char.ToLowerInvariant(reason[0]) + reason[1..];
}
