using System.Runtime;

namespace P2PCS.Tests;

/// <summary>
/// Counts the bytes that a step allocates, window by window, on a thread that does nothing else.
/// The counter is exact, whatever collections happen meanwhile. Two things are not the step's: the
/// storage that the runtime gives each thread at first need (measured: 8,520 bytes in the first
/// window of a new thread that waits for others, none later), so one window goes before; and
/// objects made for a method that is compiled, so a window in which one was is run again.
/// </summary>
internal static class AllocationWindows
{
    private const int Windows = 5;
    private const int MostTries = 50;

    /// <summary>Fails unless no window allocates a byte.</summary>
    /// <param name="window">Runs the step many times.</param>
    public static void AssertNone(Action window)
    {
        var bytes = new long[MostTries];
        var compiled = new long[MostTries];
        int tries = 0;
        int clean = 0;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                window();
                for (; clean < Windows && tries < MostTries; tries++)
                {
                    (bytes[tries], compiled[tries]) = Measure(window);
                    clean += compiled[tries] == 0 ? 1 : 0;
                }
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }
        });
        thread.Start();
        thread.Join();
        string told = string.Join(", ", bytes.Zip(compiled).Take(tries));
        Assert.True(failure is null, failure?.ToString());
        Assert.True(clean == Windows, $"(bytes, methods compiled) of each window: {told}");
        bool isFree = bytes.Zip(compiled).All(pair => pair.First == 0 || pair.Second > 0);
        Assert.True(isFree, $"(bytes, methods compiled) of each window: {told}");
    }

    private static (long Bytes, long Compiled) Measure(Action window)
    {
        long compiled = JitInfo.GetCompiledMethodCount(currentThread: true);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        window();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return (bytes, JitInfo.GetCompiledMethodCount(currentThread: true) - compiled);
    }
}
