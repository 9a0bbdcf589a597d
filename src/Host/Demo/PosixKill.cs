using System.Runtime.InteropServices;

namespace P2PCS.Host.Demo;

/// <summary>Asks a process to end or to stand still; .NET itself can only kill.</summary>
internal static partial class PosixKill
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Halt = 19;

    /// <summary>Sends SIGTERM; a process that has ended already is no error.</summary>
    public static void SendTerminate(int processId) => _ = Kill(processId, Terminate);

    /// <summary>Sends SIGSTOP: the process stands still until it is continued.</summary>
    public static void SendHalt(int processId) => _ = Kill(processId, Halt);

    /// <summary>Sends SIGCONT.</summary>
    public static void SendContinue(int processId) => _ = Kill(processId, Continue);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
