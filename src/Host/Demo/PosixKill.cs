using System.Runtime.InteropServices;

namespace P2PCS.Host.Demo;

/// <summary>Asks a process to stop; .NET itself can only kill.</summary>
internal static partial class PosixKill
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM; a process that has ended already is no error.</summary>
    public static void SendTerminate(int processId) => _ = Kill(processId, Terminate);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
