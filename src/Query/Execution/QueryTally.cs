using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Execution;

/// <summary>What is known of how an answer came about, besides the answer.</summary>
internal struct QueryTally
{
    // Counters beyond this lie; all are far below it in a cloud of the largest size.
    private const uint CountMax = 1 << 30;

    /// <summary>Peers whose rows are counted.</summary>
    public uint Answered;

    /// <summary>Peers that were asked as often as peers are, and said nothing.</summary>
    public uint Silent;

    /// <summary>Peers that said no.</summary>
    public uint Refused;

    /// <summary>Peers of ranges for which nobody answered in time.</summary>
    public uint Unheard;

    /// <summary>Peers that were asked alone and answered.</summary>
    public uint Alone;

    /// <summary>How often those were asked.</summary>
    public uint AloneTries;

    /// <summary>Values that became NULL by an error.</summary>
    public uint Errors;

    /// <summary>Rows, or peers, that were given up because they took too many steps.</summary>
    public uint Overruns;

    /// <summary>Frames sent.</summary>
    public uint Messages;

    /// <summary>Bytes of frames sent.</summary>
    public uint Bytes;

    /// <summary>How long ago the oldest row was read, in milliseconds.</summary>
    public uint OldestAge;

    /// <summary>How long ago the newest row was read, in milliseconds.</summary>
    public uint NewestAge;

    /// <summary>Bytes that <see cref="Write"/> takes at the most.</summary>
    public const int LengthMax = 12 * 5;

    /// <summary>Peers that it speaks of.</summary>
    public readonly long Peers => (long)Answered + Silent + Refused + Unheard;

    /// <summary>Adds the counters of another; ages are not touched.</summary>
    public void Add(in QueryTally other)
    {
        Answered += other.Answered;
        Silent += other.Silent;
        Refused += other.Refused;
        Unheard += other.Unheard;
        Alone += other.Alone;
        AloneTries += other.AloneTries;
        Errors = Math.Min(Errors + other.Errors, CountMax);
        Overruns = Math.Min(Overruns + other.Overruns, CountMax);
        Messages = Math.Min(Messages + other.Messages, CountMax);
        Bytes = Math.Min(Bytes + other.Bytes, CountMax);
    }

    public readonly void Write(ref WireWriter writer)
    {
        writer.Compact(Answered);
        writer.Compact(Silent);
        writer.Compact(Refused);
        writer.Compact(Unheard);
        writer.Compact(Alone);
        writer.Compact(AloneTries);
        writer.Compact(Errors);
        writer.Compact(Overruns);
        writer.Compact(Messages);
        writer.Compact(Bytes);
        writer.Compact(OldestAge);
        writer.Compact(NewestAge);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader has failed where the numbers
    /// contradict each other or speak of more peers than can be.</summary>
    public static QueryTally Read(long peersMax, ref WireReader reader)
    {
        var tally = new QueryTally
        {
            Answered = reader.Compact(),
            Silent = reader.Compact(),
            Refused = reader.Compact(),
            Unheard = reader.Compact(),
            Alone = reader.Compact(),
            AloneTries = reader.Compact(),
            Errors = reader.Compact(),
            Overruns = reader.Compact(),
            Messages = reader.Compact(),
            Bytes = reader.Compact(),
            OldestAge = reader.Compact(),
            NewestAge = reader.Compact(),
        };
        reader.Require(tally.Peers <= peersMax && tally.Answered > 0
            && tally.Alone <= tally.Answered && tally.AloneTries >= tally.Alone
            && tally.AloneTries <= 8 * (ulong)tally.Alone
            && tally.Errors <= CountMax && tally.Overruns <= CountMax
            && tally.Messages <= CountMax && tally.Bytes <= CountMax
            && tally.OldestAge >= tally.NewestAge && tally.OldestAge <= CountMax);
        return tally;
    }
}
