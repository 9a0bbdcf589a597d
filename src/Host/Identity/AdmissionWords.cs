using P2PCS.Host.Cli;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Identity;

/// <summary>Says to people why somebody is not admitted, and what to do.</summary>
public static class AdmissionWords
{
    /// <summary>Why, in a sentence without a full stop.</summary>
    public static string Reason(AdmissionRefusal refusal) => refusal switch
    {
        AdmissionRefusal.Malformed => "the certificates do not follow their format",
        AdmissionRefusal.WrongCloud => "it is of another cloud",
        AdmissionRefusal.BadSignature => "a signature does not fit: something was changed",
        AdmissionRefusal.Expired => "the membership has expired",
        AdmissionRefusal.NotYetValid => "it begins in the future: a clock is wrong",
        AdmissionRefusal.InviteExpired => "the invite has expired",
        AdmissionRefusal.Revoked => "the invite was revoked, or who gave it was banned",
        AdmissionRefusal.Banned => "the peer was banned",
        AdmissionRefusal.UsesSpent => "the invite has admitted as many peers as it may",
        AdmissionRefusal.RoleTooWide => "it gives more rights than its issuer has",
        AdmissionRefusal.ValidityTooWide => "it lasts longer than its issuer's",
        AdmissionRefusal.ChainTooLong => "the chain of certificates is too long",
        AdmissionRefusal.WrongOrder => "the chain of certificates has another order",
        AdmissionRefusal.OldKey =>
            "it was made before the cloud's key changed; ask for a new one",
        _ => "no reason was given",
    };

    /// <summary>What to do about it.</summary>
    public static string Advice(AdmissionRefusal refusal) => refusal switch
    {
        AdmissionRefusal.NotYetValid => "set the clocks of both machines",
        AdmissionRefusal.Banned => "ask an admin of the cloud; a banned identity stays out",
        AdmissionRefusal.WrongCloud => "use a token of this cloud, or another --data",
        _ => "ask an admin of the cloud for a new token (p2pcs invite create) and start with " +
            "--join TOKEN",
    };

    /// <summary>A token that admits nobody, as the failure of a command.</summary>
    public static CliException Refused(AdmissionRefusal refusal, InviteToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        string reason = Reason(refusal);
        if (refusal == AdmissionRefusal.InviteExpired)
        {
            var end = DateTimeOffset.FromUnixTimeSeconds(token.Invite.Links[^1].JoinUntil);
            reason = $"the invite expired on {Show.Time(end)}";
        }

        return new CliException(
            $"the token admits nobody: {reason}", Advice(refusal), ExitCodes.Unauthenticated);
    }

    /// <summary>A refusal by the cloud's peers, as the failure of a command.</summary>
    public static CliException RefusedBy(string peer, AdmissionRefusal refusal) => new(
        $"the cloud does not admit this peer: {Reason(refusal)} (said by {peer})",
        Advice(refusal),
        ExitCodes.Unauthenticated);
}
