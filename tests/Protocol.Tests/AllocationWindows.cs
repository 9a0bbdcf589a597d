using System.Runtime;

namespace P2PCS.Tests;

/// <summary>
/// Counts the bytes that a step allocates, window by window, on a thread that does nothing else.
/// The counter is exact, whatever collections happen meanwhile. What is not the step's are the
/// objects that the runtime makes when it compiles a method or loads a type, on the thread that
/// needs it first: so a window in which this thread compiled a method is run again.
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
