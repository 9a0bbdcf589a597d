namespace P2PCS.Query.Language;

/// <summary>What one peer may spend on one query, and what went wrong meanwhile. A step is about
/// one node of an expression or 16 characters of text.</summary>
public record struct Budget
{
    /// <summary>Steps for all rows of one peer. Our guess: 20 ms at 50 ns a step, which is what
    /// a slow core needs.</summary>
    public const int PeerSteps = 400_000;

    /// <summary>Steps for one row. Our guess: more than any text of 8 KB needs but for long
    /// texts to match.</summary>
    public const int RowSteps = 20_000;

    private int peerLeft;
    private int rowLeft;

    /// <summary>A fresh allowance.</summary>
    /// <param name="nowMilliseconds">What now() says, in milliseconds since 1970 in UTC.</param>
    /// <param name="peerSteps">Steps for all rows.</param>
    /// <param name="rowSteps">Steps for one row.</param>
    public Budget(
        long nowMilliseconds, int peerSteps = PeerSteps, int rowSteps = RowSteps)
    {
        NowMilliseconds = nowMilliseconds;
        peerLeft = peerSteps;
        RowMax = rowSteps;
        rowLeft = Math.Min(rowSteps, peerSteps);
    }

    /// <summary>What now() says, in milliseconds since 1970 in UTC.</summary>
    public long NowMilliseconds { get; }

    /// <summary>Steps that one row may take.</summary>
    public int RowMax { get; }

    /// <summary>Steps taken so far, by all rows.</summary>
    public int Steps { get; private set; }

    /// <summary>Values that became NULL because of a wrong type, an overflow, or a division by
    /// zero.</summary>
    public int Errors { get; private set; }

    /// <summary>Rows that were given up because they took too many steps.</summary>
    public int RowsOverrun { get; private set; }

    /// <summary>Whether this row has used up its steps; its values are NULL from then on.
    /// </summary>
    public bool RowExhausted { get; private set; }

    /// <summary>Whether the peer's steps are used up: stop and answer with what there is.
    /// </summary>
    public readonly bool Exhausted => peerLeft <= 0;

    /// <summary>Begins a row.</summary>
    /// <returns>False where the peer's steps are used up.</returns>
    public bool NextRow()
    {
        rowLeft = Math.Min(RowMax, peerLeft);
        RowExhausted = Exhausted;
        return !Exhausted;
    }

    /// <summary>Takes steps.</summary>
    /// <returns>False where there are no more; the value is then NULL.</returns>
    internal bool Take(int steps = 1)
    {
        if (RowExhausted)
            return false;
        Steps += Math.Min(steps, rowLeft);
        peerLeft -= Math.Min(steps, rowLeft);
        rowLeft -= Math.Min(steps, rowLeft);
        if (rowLeft > 0)
            return true;
        RowExhausted = true;
        RowsOverrun++;
        return false;
    }

    /// <summary>Takes a step for each 16 characters of text.</summary>
    internal bool TakeText(int characters) => Take(1 + (characters / 16));

    /// <summary>Notes that a value became NULL by an error.</summary>
    internal void NoteError() => Errors++;
}
