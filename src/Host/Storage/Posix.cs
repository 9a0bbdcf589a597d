using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace P2PCS.Host.Storage;

/// <summary>The two things of the file system that the framework keeps to itself: opening a
/// file without taking its advisory lock, and opening a directory to flush it.</summary>
internal static partial class Posix
{
    private const int CloseOnExec = 0x80000;
    private const int LockTaken = 11;

    /// <summary>Opens a file or directory for reading and takes no lock.</summary>
    /// <param name="path">An existing path.</param>
    /// <returns>A handle the caller disposes.</returns>
    /// <exception cref="IOException">The path cannot be opened.</exception>
    public static SafeFileHandle OpenUnlocked(string path)
    {
        var descriptor = Open(path, CloseOnExec);
        if (descriptor < 0)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"Cannot open {path}: {reason}.");
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Makes creations and renames inside a directory survive a power loss.</summary>
    /// <param name="path">An existing directory.</param>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void FlushDirectory(string path)
    {
        using var handle = OpenUnlocked(path);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Tells a lock held by another opener from every other failure to open.</summary>
    /// <param name="exception">What opening with <see cref="FileShare.None"/> threw.</param>
    /// <returns>True when the cause is the lock (EWOULDBLOCK).</returns>
    public static bool IsLockTaken(IOException exception) => exception.HResult == LockTaken;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
