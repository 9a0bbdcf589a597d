using System.Runtime.InteropServices;

namespace P2PCS.Host.Cli;

/// <summary>Ctrl-C and SIGTERM as a cancellation token and an exit code.</summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private int exitCode;

    /// <summary>Cancelled when the process is asked to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>128 plus the signal's number; 0 while nobody asked to stop.</summary>
    public int ExitCode => Volatile.Read(ref exitCode);

    /// <summary>Listens to this process's SIGINT and SIGTERM.</summary>
    /// <returns>A signal that the second Ctrl-C no longer holds back.</returns>
    public static StopSignal OfProcess()
    {
        var signal = new StopSignal();
        foreach (var kind in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            signal.registrations.Add(PosixSignalRegistration.Create(kind, signal.OnSignal));
        return signal;
    }

    /// <summary>Asks to stop; only the first call has an effect.</summary>
    /// <param name="signal">Why, for the exit code.</param>
    /// <returns>Whether this was the first call.</returns>
    public bool Raise(PosixSignal signal)
    {
        var code = signal == PosixSignal.SIGTERM ? 143 : 130;
        if (Interlocked.CompareExchange(ref exitCode, code, 0) != 0) return false;
        source.Cancel();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    // A second signal takes its normal course: it ends the process at once.
    private void OnSignal(PosixSignalContext context) => context.Cancel = Raise(context.Signal);
}
