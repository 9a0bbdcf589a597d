using System.Runtime.InteropServices;

namespace P2PCS.Host.Readings;

/// <summary>What of a machine does not change while the agent runs.</summary>
/// <param name="OsFamily"><c>linux</c>, <c>windows</c>, <c>macos</c>, <c>freebsd</c>.</param>
/// <param name="OsName">Such as <c>debian</c>; null where nothing says so.</param>
/// <param name="OsVersion">Such as <c>12</c>; null where nothing says so.</param>
/// <param name="Kernel">The kernel's release; null where nothing says so.</param>
/// <param name="Architecture"><c>x64</c>, <c>arm64</c>, ...</param>
/// <param name="CpuModel">As the processor calls itself; null where nothing says so.</param>
public sealed record MachineFacts(
    string OsFamily,
    string? OsName,
    string? OsVersion,
    string? Kernel,
    string Architecture,
    string? CpuModel)
{
    /// <summary>Reads them.</summary>
    public static MachineFacts Read(MachineFiles files)
    {
        string? release = files.Text("etc/os-release") ?? files.Text("usr/lib/os-release");
        bool isLinux = OperatingSystem.IsLinux();
        Version system = Environment.OSVersion.Version;
        return new MachineFacts(
            Family(),
            isLinux ? After(release, "ID=") : null,
            isLinux ? After(release, "VERSION_ID=") : system.ToString(),
            files.Text("proc/sys/kernel/osrelease")?.Trim() ?? (isLinux ? null : $"{system}"),
            RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            Model(files.Text("proc/cpuinfo")));
    }

    private static string Family() =>
        OperatingSystem.IsLinux() ? "linux"
        : OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "macos"
        : OperatingSystem.IsFreeBSD() ? "freebsd"
        : "other";

    private static string? Model(string? processors) =>
        After(processors, "model name")?.TrimStart(':', ' ', '\t');

    // The rest of the first line that begins so, without the quotes of a shell's variable.
    private static string? After(string? text, string start)
    {
        foreach (string line in (text ?? "").Split('\n'))
        {
            if (line.StartsWith(start, StringComparison.Ordinal)
                && line[start.Length..].Trim(' ', '\t', '"', '\'') is { Length: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }
}
