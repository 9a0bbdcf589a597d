using System.Globalization;
using System.Text;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Readings;

/// <summary>When this agent was up: its own account in the file <c>uptime</c>, from which its
/// availability is known. One owner uses it at a time.</summary>
/// <remarks>Written every ten minutes and at a stop, so a crash forgets at most ten minutes, and
/// what is forgotten counts as down. The first line says since when there is an account, each
/// other one when a run began and until when it was seen, in Unix seconds.</remarks>
public sealed class UptimeLedger
{
    /// <summary>Of how long the availability is told.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>How often the file is written. Our guess: 144 small writes a day harm no disk.
    /// </summary>
    public static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(10);

    // More runs in a week are merged: an agent that starts every five minutes is not available.
    private const int RunsMax = 2048;

    private readonly string path;
    private readonly List<(long From, long To)> runs;
    private readonly long since;
    private readonly long started;
    private long seen;
    private long written;

    private UptimeLedger(string path, long since, List<(long From, long To)> runs, long now)
    {
        this.path = path;
        this.since = Math.Min(since, now);
        this.runs = runs;
        (started, seen, written) = (now, now, now);
    }

    /// <summary>Takes up the account, and begins a run.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="now">The moment, UTC.</param>
    /// <exception cref="IOException">The file cannot be read or is damaged; the message says what
    /// to do, and it is left alone.</exception>
    public static UptimeLedger Open(string path, DateTimeOffset now)
    {
        long moment = now.ToUnixTimeSeconds();
        if (!File.Exists(path))
            return new UptimeLedger(path, moment, [], moment);
        string[] lines = File.ReadAllText(path).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries);
        var runs = new List<(long, long)>();
        bool whole = lines.Length > 0 & TryRead(lines.FirstOrDefault(), 1, out long[] head);
        foreach (string line in lines.Skip(1))
        {
            whole &= TryRead(line, 2, out long[] run);
            if (whole)
                runs.Add((run[0], run[1]));
        }

        return whole
            ? new UptimeLedger(path, head[0], runs, moment)
            : throw new IOException(
                $"{path} is damaged: restore it from a copy, or remove it to begin a new account.");
    }

    /// <summary>Says that the agent is up, and writes if that is due.</summary>
    /// <exception cref="IOException">The disk refuses; the older file is untouched.</exception>
    public void Tick(DateTimeOffset now)
    {
        // A clock that is set back takes nothing away from what was seen.
        seen = Math.Max(seen, now.ToUnixTimeSeconds());
        if (seen - written >= WriteEvery.TotalSeconds)
            Write();
    }

    /// <summary>The share of the last seven days, or since the account began, in which the agent
    /// was up; 0 to 1.</summary>
    public double Availability(DateTimeOffset now)
    {
        long end = Math.Max(now.ToUnixTimeSeconds(), seen);
        long begin = Math.Max(since, end - (long)Window.TotalSeconds);
        if (end <= begin)
            return 1;
        long up = end - Math.Max(begin, started);
        long before = started;
        for (int i = runs.Count - 1; i >= 0; i--)
        {
            // Runs that seem to overlap, after a clock was set back, count once.
            long from = Math.Max(runs[i].From, begin);
            long to = Math.Min(runs[i].To, before);
            up += Math.Max(0, to - from);
            before = Math.Min(before, runs[i].From);
        }

        return Math.Clamp((double)up / (end - begin), 0, 1);
    }

    /// <summary>Writes the account down.</summary>
    /// <exception cref="IOException">The disk refuses; the older file is untouched.</exception>
    public void Write()
    {
        long oldest = seen - (long)Window.TotalSeconds;
        runs.RemoveAll(run => run.To < oldest);
        if (runs.Count >= RunsMax)
            runs.RemoveRange(0, runs.Count - RunsMax + 1);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{since}\n");
        foreach ((long from, long to) in runs.Append((started, seen)))
            text.Append(CultureInfo.InvariantCulture, $"{from} {to}\n");
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(text.ToString()));
        written = seen;
    }

    private static bool TryRead(string? line, int count, out long[] numbers)
    {
        string[] words = (line ?? "").Split(' ');
        numbers = new long[count];
        bool whole = words.Length == count;
        for (int i = 0; whole && i < count; i++)
        {
            whole = long.TryParse(
                words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }

        return whole && (count < 2 || numbers[0] <= numbers[1]);
    }
}
