using System.Diagnostics;
using P2PCS.Host.Demo;

namespace P2PCS.Host.Bench;

/// <summary>A network namespace for one measurement, so that its loopback interface counts
/// nothing else and its rules touch nobody.</summary>
internal static class OwnNetwork
{
    private const string Variable = "P2PCS_BENCH_NETWORK";
    private const string Own = "own";

    /// <summary>Whether this process has a namespace for itself.</summary>
    public static bool IsOwn => Environment.GetEnvironmentVariable(Variable) == Own;

    /// <summary>Why this process cannot have one; null where it can.</summary>
    public static string? Missing =>
        !Environment.IsPrivilegedProcess ? "only root can make network namespaces"
        : Tools.Missing("unshare", "ip");

    /// <summary>Runs this program with the same arguments in a network namespace of its own.
    /// </summary>
    /// <returns>Its exit code, once it has ended.</returns>
    public static async Task<int> RunAgainAsync(CancellationToken stop)
    {
        string[] words =
        [
            "--net", "--", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh",
            .. PeerLaunch.ThisProgram(), .. Environment.GetCommandLineArgs().Skip(1),
        ];
        var start = new ProcessStartInfo("unshare", words);
        start.Environment[Variable] = Own;
        using Process process = Process.Start(start)!;
        await using CancellationTokenRegistration ending =
            stop.Register(() => PosixKill.SendTerminate(process.Id));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
