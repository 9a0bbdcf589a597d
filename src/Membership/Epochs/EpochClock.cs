using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>
/// Which epoch a peer is in. The higher number wins, by epidemic; but a peer stays in an epoch for
/// a least part of its length and enters one only near its start, so whoever lies about numbers
/// makes epochs shorter by no more than that part.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, section 4.2: "each node
/// attaches its epoch identifier"; "if a node with a smaller identifier is contacted, it
/// immediately switches". Differs from the paper: the word says how old the epoch is, so all peers
/// end it together, and the least stay.</remarks>
/// <param name="options">Parameters.</param>
public sealed class EpochClock(EpochOptions options)
{
    // A member that always jumps this far would need 2^32 epochs to use the numbers up.
    private const ulong JumpMax = 1UL << 32;

    private Instant started;
    private Instant entered;
    private Instant watchUntil;

    /// <summary>Number of the epoch, 0 while none is known.</summary>
    public ulong Number { get; private set; }

    /// <summary>Whether the epoch is a short one.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>Whether this peer takes part; newcomers wait for the next epoch.</summary>
    public bool IsIn { get; private set; }

    /// <summary>When the epoch began, as this peer knows.</summary>
    public Instant Started => started;

    /// <summary>When it ends.</summary>
    public Instant EndsAt { get; private set; } = Instant.Never;

    /// <summary>The length of the epoch.</summary>
    public TimeSpan Length => options.Length(IsWatched);

    /// <summary>Whether somebody wishes to watch.</summary>
    public bool IsWanted(Instant now) => watchUntil > now;

    /// <summary>What is told of it.</summary>
    public EpochWord Word(Instant now)
    {
        double age = Number == 0 ? 0 : Math.Clamp((now - started) / Length, 0, 1);
        double watch = Math.Clamp((watchUntil - now).TotalSeconds, 0, byte.MaxValue);
        return new EpochWord(
            Number, IsWatched, (ushort)(age * ushort.MaxValue), (byte)watch);
    }

    /// <summary>Notes a wish to watch until a moment, bounded. A calm epoch then ends as soon as
    /// it may.</summary>
    public void Watch(Instant now, Instant until)
    {
        watchUntil = Later(watchUntil, Instant.Min(until, now + options.WatchMax));
        if (Number == 0 || IsWatched || watchUntil <= now)
            return;
        Instant first = entered + (options.LeastStay * options.Length(true));
        EndsAt = Instant.Min(EndsAt, Later(now, first));
    }

    /// <summary>Enters the next epoch by itself.</summary>
    public void Next(Instant now)
    {
        // The founder's first epoch is short, so that a young cloud knows something soon.
        bool isWatched = IsWanted(now) || Number == 0;
        bool isPunctual = now - EndsAt < options.EntryPart * options.Length(isWatched);
        Instant start = Number > 0 && isPunctual ? EndsAt : now;
        Enter(now, start, new EpochWord(Number + 1, isWatched, 0, 0), isIn: true);
    }

    /// <summary>Whether a peer's word moves this peer to another epoch now.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="word">The peer's word.</param>
    /// <param name="isAlone">Whether no exchange of this epoch came about: whoever is out of step
    /// then waits with the others for their next epoch.</param>
    public bool IsMovedBy(Instant now, in EpochWord word, bool isAlone)
    {
        if (word.Number <= Number || word.Number - Number > JumpMax)
            return false;
        if (!IsIn)
            return true;
        TimeSpan shorter = options.Length(IsWatched || word.IsWatched);
        return (IsEarly(word) || isAlone) && now - entered >= options.LeastStay * shorter;
    }

    /// <summary>Moves to the epoch of a word that <see cref="IsMovedBy"/>.</summary>
    public void Move(Instant now, in EpochWord word)
    {
        TimeSpan age = options.Length(word.IsWatched) * (word.Age / (double)ushort.MaxValue);
        Enter(now, now - age, word, IsEarly(word));
    }

    /// <summary>Makes a calm epoch a short one, because others have it so; false where nothing
    /// changes.</summary>
    public bool TryHasten(Instant now, in EpochWord word)
    {
        if (word.Number != Number || Number == 0 || !word.IsWatched || IsWatched)
            return false;
        IsWatched = true;
        EndsAt = Later(now, started + Length);
        return true;
    }

    private static Instant Later(Instant a, Instant b) => a < b ? b : a;

    private bool IsEarly(in EpochWord word) => word.Age <= options.EntryPart * ushort.MaxValue;

    private void Enter(Instant now, Instant start, in EpochWord word, bool isIn)
    {
        (Number, IsWatched, IsIn) = (word.Number, word.IsWatched, isIn);
        (started, entered) = (start, now);
        EndsAt = start + Length;
        Watch(now, watchUntil);
    }
}
