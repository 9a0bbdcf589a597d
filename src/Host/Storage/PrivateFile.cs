namespace P2PCS.Host.Storage;

/// <summary>Files only their owner may read: keys, tokens, the peer's own state.</summary>
internal static class PrivateFile
{
    private const string LinuxOnly = "A peer keeps its files on Linux only.";
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryRights = FileRights | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Replaces or creates a file in one step that a power loss cannot split: readers
    /// see the old bytes or the new ones, and never with a wider mode than 0600.</summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="content">All of its bytes.</param>
    /// <exception cref="IOException">The disk refuses; the old file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var stream = Create(temporary))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        Posix.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Creates a new file with mode 0600 from its first moment on.</summary>
    /// <param name="path">A path where nothing exists yet.</param>
    /// <returns>The open file, for reading and writing.</returns>
    /// <exception cref="IOException">Something exists there, or the disk refuses.</exception>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    /// <summary>Opens a file for this opener alone, giving it mode 0600 if it is new.</summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="mode">What to do about a file that exists or does not.</param>
    /// <returns>The open file, unbuffered, for reading and writing.</returns>
    /// <exception cref="IOException">Another opener has it, or the disk refuses.</exception>
    public static FileStream Open(string path, FileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = FileRights,
            });
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"This user may not write {path}.", denied);
        }
    }

    /// <summary>Makes a directory with mode 0700; one that exists keeps its mode.</summary>
    /// <param name="path">The directory; missing parents are made too.</param>
    /// <exception cref="IOException">A file is in the way, or the disk refuses.</exception>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        try
        {
            Directory.CreateDirectory(path, DirectoryRights);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"This user may not make the directory {path}.", denied);
        }
    }

    /// <summary>Reads a secret, unless others on this machine could have read it.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="IOException">Group or others have any right to it, or this user has none.
    /// </exception>
    public static string ReadText(string path, string what)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) != 0)
        {
            throw new IOException(
                $"The {what} in {path} can be read by others (mode " +
                $"{Convert.ToString((int)mode, 8)}). Close it with: chmod 600 {path}");
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"This user may not read the {what} in {path}: run as the " +
                "user it belongs to, or pass another --data.", denied);
        }
    }
}
