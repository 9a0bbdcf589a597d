using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace P2PCS.Host.Workloads;

/// <summary>Starts all child processes on one thread that lives as long as this process.</summary>
/// <remarks>
/// Linux ties a child's parent-death signal to the thread that started it, not to the process: a
/// child started from a pool thread would be killed when the pool retires that thread.
/// </remarks>
public sealed partial class ProcessSpawner
{
    private const uint FirstAfterStreams = 3;
    private const int CloseOnExec = 4;

    private readonly BlockingCollection<Order> orders = [];

    private ProcessSpawner()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "process spawner" };
        thread.Start();
    }

    /// <summary>The spawner of this process.</summary>
    public static ProcessSpawner Shared { get; } = new();

    /// <summary>Starts a process and waits until it exists, about a millisecond.</summary>
    /// <param name="start">What to start; streams must not be redirected.</param>
    /// <returns>The started process; the caller disposes it.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public Process Start(ProcessStartInfo start)
    {
        var order = new Order(start, new(TaskCreationOptions.RunContinuationsAsynchronously));
        orders.Add(order);
        return order.Started.Task.GetAwaiter().GetResult();
    }

    private void Run()
    {
        foreach (var order in orders.GetConsumingEnumerable()) Fill(order);
    }

    private static void Fill(Order order)
    {
        try
        {
            HideInheritedFiles();
            order.Started.SetResult(Process.Start(order.Start)!);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to the caller; the thread must live.
        catch (Exception error)
#pragma warning restore CA1031
        {
            order.Started.SetException(error);
        }
    }

    // Files that this process inherited must not reach a sandbox; its own are never inherited.
    private static void HideInheritedFiles() =>
        _ = CloseRange(FirstAfterStreams, uint.MaxValue, CloseOnExec);

    [LibraryImport("libc", EntryPoint = "close_range")]
    private static partial int CloseRange(uint first, uint last, int flags);

    private sealed record Order(ProcessStartInfo Start, TaskCompletionSource<Process> Started);
}
