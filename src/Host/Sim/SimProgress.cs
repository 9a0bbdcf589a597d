using System.Globalization;
using P2PCS.Host.Cli;
using Spectre.Console;

namespace P2PCS.Host.Sim;

/// <summary>Shows how far a simulation is: a bar on a terminal, else a line each two seconds on
/// the error stream, so that the output holds nothing but results.</summary>
public sealed class SimProgress
{
    // Percentage, time left and rate, with the gaps between them.
    private const int BesideBar = 57;
    private const int MinBar = 10;
    private const int MaxBar = 40;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly Lock door = new();
    private readonly TimeProvider time;
    private readonly string name;
    private readonly int steps;
    private readonly Action<double, string> show;
    private readonly TimeSpan period;
    private long shownAt;
    private long nodeCycles;
    private TimeSpan busy;
    private int done;

    private SimProgress(string name, int steps, TimeProvider time, TimeSpan period,
        Action<double, string> show)
    {
        this.name = name;
        this.steps = steps;
        this.time = time;
        this.period = period;
        this.show = show;
        shownAt = time.GetTimestamp();
    }

    /// <summary>Progress in lines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="name">What is running.</param>
    /// <param name="steps">Steps in all, at least 1.</param>
    public static SimProgress InLines(
        TextWriter output, TimeProvider time, string name, int steps) =>
        new(name, steps, time, Period, (_, line) => output.WriteLine(line));

    /// <summary>Runs some work with its progress shown.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="name">What is running.</param>
    /// <param name="steps">Steps in all, at least 1.</param>
    /// <param name="work">Calls <see cref="Ran"/> after each step.</param>
    /// <returns>What the work returned.</returns>
    public static T Show<T>(Terminal terminal, string name, int steps, Func<SimProgress, T> work)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(work);
        if (!terminal.IsInteractive)
            return work(InLines(terminal.Error, TimeProvider.System, name, steps));
        IAnsiConsole screen = Screen.Of(terminal);
        int room = screen.Profile.Width - name.Length - BesideBar;
        string rate = "";
        return screen.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn { Width = Math.Clamp(room, MinBar, MaxBar) },
                new PercentageColumn(), new RemainingTimeColumn(), new RateColumn(() => rate))
            .Start(context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(name));
                SimProgress? progress = null;
                progress = new SimProgress(
                    name, steps, TimeProvider.System, TimeSpan.FromMilliseconds(200),
                    (fraction, _) =>
                    {
                        bar.Value = 100 * fraction;
                        rate = progress!.Rate();
                    });
                return work(progress);
            });
    }

    /// <summary>One step is done; any thread may call.</summary>
    /// <param name="nodes">Nodes that ran in it; 0 where steps are not cycles.</param>
    /// <param name="took">How long they ran, measurements not counted.</param>
    public void Ran(int nodes, TimeSpan took)
    {
        lock (door)
        {
            done++;
            nodeCycles += nodes;
            busy += took;
            // The last line is the caller's.
            if (done == steps || time.GetElapsedTime(shownAt) < period)
                return;
            shownAt = time.GetTimestamp();
            show((double)done / steps, Line());
        }
    }

    /// <summary>How far it is, and how fast.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{name}: {done}/{steps}{(HasRate ? ", " : "")}{(HasRate ? Rate() : "")}");

    private bool HasRate => nodeCycles > 0 && busy > TimeSpan.Zero;

    private string Rate() => HasRate
        ? string.Create(CultureInfo.InvariantCulture,
            $"{nodeCycles / busy.TotalSeconds / 1e6:0.00} M nodes x cycles/s per thread")
        : $"{done}/{steps}";
}
