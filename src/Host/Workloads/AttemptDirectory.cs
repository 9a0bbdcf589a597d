using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace P2PCS.Host.Workloads;

/// <summary>The files of one attempt on the host: makes, measures, cuts them.</summary>
[SuppressMessage(
    "Interoperability", "CA1416", Justification = "Workloads run on Linux only.")]
internal sealed class AttemptDirectory
{
    // Never follows links: a command may link to anything on the host.
    private static readonly EnumerationOptions Tree = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly WorkloadSpec spec;

    private AttemptDirectory(WorkloadSpec spec)
    {
        this.spec = spec;
        Root = Path.GetFullPath(spec.Directory);
    }

    public string Root { get; }

    public string In => Path.Combine(Root, "in");

    public string Out => Path.Combine(Root, "out");

    public string Work => Path.Combine(Root, "work");

    public string Temp => Path.Combine(Root, "tmp");

    public string Etc => Path.Combine(Root, "etc");

    public string Stdout => Path.Combine(Root, "stdout");

    public string Stderr => Path.Combine(Root, "stderr");

    public string Result => Path.Combine(Out, "result");

    private string Status => Path.Combine(Root, "status");

    /// <summary>Refuses wrong specs and makes the directories and empty stream files.</summary>
    public static AttemptDirectory Prepare(WorkloadSpec spec)
    {
        Check(spec);
        var files = new AttemptDirectory(spec);
        foreach (string directory in (string[])[files.In, files.Out, files.Work])
            Directory.CreateDirectory(directory);
        foreach (string name in spec.Inputs) files.CheckInput(name);
        File.WriteAllBytes(files.Stdout, []);
        File.WriteAllBytes(files.Stderr, []);
        return files;
    }

    /// <summary>Names the first bound that is exceeded, or null.</summary>
    public string? Excess(bool withScratch)
    {
        long most = spec.MaxOutputBytes;
        if (Length(Stdout) > most) return $"stdout grew beyond {most} bytes";
        if (Length(Stderr) > most) return $"stderr grew beyond {most} bytes";
        if (TreeLength(Out) > most) return $"the output grew beyond {most} bytes";
        if (withScratch && TreeLength(Work) + TreeLength(Temp) > spec.MaxScratchBytes)
            return $"the working directory grew beyond {spec.MaxScratchBytes} bytes";
        return null;
    }

    /// <summary>Cuts every file the caller will read to the output bound.</summary>
    public void Cut()
    {
        foreach (string file in (string[])[Stdout, Stderr, Result])
        {
            if (Length(file) <= spec.MaxOutputBytes) continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
            stream.SetLength(spec.MaxOutputBytes);
        }
    }

    /// <summary>
    /// Removes a result that is not a plain file, since reading a link or a pipe that a stranger
    /// made could show him the host's files or wait for ever.
    /// </summary>
    /// <returns>A sentence when something was removed, else null.</returns>
    public string? DropStrangeResult()
    {
        File.SetUnixFileMode(Out, OwnerOnly);
        var result = new FileInfo(Result);
        if (Directory.Exists(Result) && result.LinkTarget is null)
            return "the output is a directory, not a file";
        if (result.LinkTarget is null && (!result.Exists || IsPlain(Result))) return null;
        result.Delete();
        return "the output was not a plain file and was removed";
    }

    /// <summary>What bubblewrap said: its child's process id, whether the command ran.</summary>
    public (int? ChildPid, bool Ran) ReadStatus()
    {
        if (!File.Exists(Status)) return (null, false);
        int? pid = null;
        bool ran = false;
        foreach (string line in File.ReadAllLines(Status).Where(line => line.EndsWith('}')))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("child-pid", out var child)) pid = child.GetInt32();
            ran |= json.RootElement.TryGetProperty("exit-code", out _);
        }
        return (pid, ran);
    }

    /// <summary>Removes everything, also directories that the command made unreadable.</summary>
    public void Delete()
    {
        if (!Directory.Exists(Root)) return;
        Unlock(new DirectoryInfo(Root));
        Directory.Delete(Root, recursive: true);
    }

    private static void Unlock(DirectoryInfo directory)
    {
        directory.UnixFileMode |= OwnerOnly;
        foreach (var child in directory.EnumerateDirectories())
            if (child.LinkTarget is null) Unlock(child);
    }

    private static void Check(WorkloadSpec spec)
    {
        if (spec.Command.Count == 0 || spec.Command[0].Length == 0)
            throw new ArgumentException("the command is empty", nameof(spec));
        if (spec.Command.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException("an argument contains a NUL character", nameof(spec));
        if (spec.MaxRuntime <= TimeSpan.Zero || spec.MaxOutputBytes <= 0)
            throw new ArgumentException("MaxRuntime, MaxOutputBytes: not positive", nameof(spec));
        if (spec.MaxScratchBytes <= 0 || spec.MaxProcesses <= 0)
            throw new ArgumentException("MaxScratchBytes, MaxProcesses: below 1", nameof(spec));
        if (spec.MemoryBytes <= 0 || spec.Cores <= 0)
            throw new ArgumentException("MemoryBytes, Cores: not positive", nameof(spec));
        if (!Directory.Exists(spec.Directory))
            throw new ArgumentException($"no directory {spec.Directory}", nameof(spec));
        if (spec.Inputs.Count == 0 && spec.Command.Any(UsesInput))
            throw new ArgumentException("{in} is used but the task has no input", nameof(spec));
    }

    private static bool UsesInput(string argument) =>
        argument.Contains("{in}", StringComparison.Ordinal);

    private void CheckInput(string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0'))
            throw new ArgumentException($"\"{name}\" is not a plain file name");
        if (!File.Exists(Path.Combine(In, name)))
            throw new ArgumentException($"the input {name} is not in in/");
    }

    // Opening a pipe for both ways does not wait for a partner; only plain files can seek.
    private static bool IsPlain(string file)
    {
        try
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var stream = new FileStream(
                file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
            return stream.CanSeek;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static long Length(string file)
    {
        var found = new FileInfo(file);
        return found.Exists && found.LinkTarget is null ? found.Length : 0;
    }

    private static long TreeLength(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles("*", Tree).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // The tree changed under the walk; the next look, or the last one, sees it whole.
            return 0;
        }
    }
}
