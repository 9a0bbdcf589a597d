using P2PCS.Protocol;

namespace P2PCS.Membership.Charter;

/// <summary>What one sender of statements may still cost this peer. One owner.</summary>
/// <param name="options">Parameters.</param>
/// <param name="all">What all senders together may.</param>
internal sealed class SenderBudget(CharterOptions options, CheckBudget all)
{
    private double checks;
    private double served;
    private Instant at;
    private Instant mutedUntil;

    /// <summary>Whether it is not listened to.</summary>
    public bool IsMuted(Instant now) => now < mutedUntil;

    /// <summary>Whether more of its statements may be verified.</summary>
    public bool MayCheck(Instant now)
    {
        Fill(now);
        return checks < options.ChecksPerSecond && all.MayCheck(now);
    }

    /// <summary>How many statements it may be sent.</summary>
    public int Servable(Instant now)
    {
        Fill(now);
        return Math.Max(0, (int)(options.ServedPerSecond - served));
    }

    /// <summary>Whether nothing would be lost by forgetting it.</summary>
    public bool IsIdle(Instant now)
    {
        Fill(now);
        return checks <= 0 && served <= 0 && !IsMuted(now);
    }

    public void Checked()
    {
        checks++;
        all.Checked();
    }

    public void Served(int count) => served += Math.Max(1, count);

    public void Mute(Instant now) => mutedUntil = now + options.Mute;

    private void Fill(Instant now)
    {
        double seconds = Math.Max(0, (now - at).TotalSeconds);
        at = now;
        checks = Math.Max(0, checks - (seconds * options.ChecksPerSecond));
        served = Math.Max(0, served - (seconds * options.ServedPerSecond));
    }
}
