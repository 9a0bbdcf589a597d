using System.Runtime.InteropServices;

namespace P2PCS.Bench;

/// <summary>Processor time of the calling thread: what others run beside it does not count.
/// </summary>
internal static partial class CpuClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Nanoseconds of processor time so far.</summary>
    public static double Now()
    {
        if (GetTime(ThreadCpuTime, out Moment moment) != 0)
            throw new PlatformNotSupportedException("Run the race on Linux: it reads its clock.");
        return (moment.Seconds * 1e9) + moment.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment moment);

    private readonly struct Moment
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
