using P2PCS.Host.Readings;

namespace P2PCS.Host.Tests.Readings;

/// <summary>A tree of files that looks like a Linux machine's.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-machine-");

    public MachineFiles Files => new(root.FullName);

    public string Root => root.FullName;

    /// <summary>Four processors that never worked, 16 GiB of memory of which 12 are free.
    /// </summary>
    public FakeMachine()
    {
        Write("proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0\n");
        Write("proc/meminfo", """
            MemTotal:       16777216 kB
            MemFree:         1048576 kB
            MemAvailable:   12582912 kB

            """);
        Write("proc/loadavg", "0.50 1.25 2.75 3/1733 19469\n");
        Write("proc/uptime", "3600.50 7000.00\n");
        Write("proc/sys/kernel/osrelease", "6.1.0-test\n");
        Write("etc/os-release", "PRETTY_NAME=\"Test 1\"\nID=test\nVERSION_ID=\"1.5\"\n");
    }

    public void Write(string path, string text)
    {
        string whole = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }

    /// <summary>Processors' time since the start, in ticks.</summary>
    public void Worked(long user, long idle, long wait = 0) =>
        Write("proc/stat", $"cpu  {user} 0 0 {idle} {wait} 0 0 0 0 0\ncpu0 0 0 0 0\n");

    public MachineReader Reader(int processors = 4) => new(Files, root.FullName, processors);

    public void Dispose() => root.Delete(recursive: true);
}
