using System.Globalization;
using P2PCS.Host.Readings;
using Xunit.Abstractions;

namespace P2PCS.Host.Tests.Readings;

public sealed class MachineReaderTests(ITestOutputHelper output) : IDisposable
{
    private const long GiB = 1L << 30;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly FakeMachine machine = new();

    [Fact]
    public void A_machine_without_limits_is_read_as_its_kernel_tells()
    {
        MachineReading reading = machine.Reader().Read(Now);
        Assert.Equal((4.0, 16 * GiB, 12 * GiB),
            (reading.Cores, reading.MemTotal, reading.MemFree));
        Assert.Equal((0.5, 1.25, 2.75), (reading.Load1, reading.Load5, reading.Load15));
        Assert.Equal(TimeSpan.FromSeconds(3600.5), reading.Uptime);
        Assert.Equal(("test", "1.5", "6.1.0-test"),
            (reading.Facts.OsName, reading.Facts.OsVersion, reading.Facts.Kernel));
        Assert.Equal(Now, reading.At);
    }

    [Fact]
    public void Free_cores_are_the_share_of_time_between_readings_in_which_nobody_worked()
    {
        MachineReader reader = machine.Reader();
        Assert.Null(reader.Read(Now).CpuFree);
        machine.Worked(user: 100, idle: 250, wait: 50);
        Assert.Equal(3.0, reader.Read(Now).CpuFree!.Value, 9);
        machine.Worked(user: 500, idle: 250, wait: 50);
        Assert.Equal(0.0, reader.Read(Now).CpuFree!.Value, 9);
    }

    [Fact]
    public void Limits_of_the_first_control_groups_count_where_they_are_narrower()
    {
        machine.Write("proc/self/cgroup", "4:memory:/box\n2:cpuacct:/box\n1:cpu:/box\n");
        machine.Write("proc/self/mountinfo", """
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory

            """);
        machine.Write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "150000\n");
        machine.Write("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n");
        machine.Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        machine.Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        machine.Write("sys/fs/cgroup/cpuacct/box/cpuacct.usage", "7000000000\n");
        machine.Write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", $"{4 * GiB}\n");
        machine.Write("sys/fs/cgroup/memory/box/memory.usage_in_bytes", $"{3 * GiB}\n");
        machine.Write("sys/fs/cgroup/memory/box/memory.stat",
            $"cache 5\ntotal_inactive_file {2 * GiB}\n");
        machine.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        MachineReading reading = machine.Reader().Read(Now);
        Assert.Equal((1.5, 4 * GiB, 3 * GiB),
            (reading.Cores, reading.MemTotal, reading.MemFree));
    }

    [Fact]
    public void Limits_of_the_second_control_groups_count_and_so_do_those_around()
    {
        machine.Write("proc/self/cgroup", "0::/outer/inner\n");
        machine.Write("proc/self/mountinfo",
            "30 29 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        machine.Write("sys/fs/cgroup/outer/inner/cpu.max", "max 100000\n");
        machine.Write("sys/fs/cgroup/outer/cpu.max", "50000 100000\n");
        machine.Write("sys/fs/cgroup/outer/cpu.stat", "usage_usec 1000\nuser_usec 1\n");
        machine.Write("sys/fs/cgroup/outer/inner/memory.max", $"{2 * GiB}\n");
        machine.Write("sys/fs/cgroup/outer/inner/memory.current", $"{GiB}\n");
        machine.Write("sys/fs/cgroup/outer/inner/memory.stat", "anon 5\ninactive_file 0\n");
        machine.Write("sys/fs/cgroup/outer/memory.max", "max\n");
        MachineReading reading = machine.Reader().Read(Now);
        Assert.Equal((0.5, 2 * GiB, GiB), (reading.Cores, reading.MemTotal, reading.MemFree));
    }

    [Fact]
    public void What_the_group_has_used_up_is_not_free_though_the_machine_idles()
    {
        machine.Write("proc/self/cgroup", "0::/\n");
        machine.Write("proc/self/mountinfo",
            "30 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        machine.Write("sys/fs/cgroup/cpu.max", "200000 100000\n");
        machine.Write("sys/fs/cgroup/cpu.stat", "usage_usec 0\n");
        MachineReader reader = machine.Reader();
        reader.Read(Now);
        machine.Worked(user: 0, idle: 400);

        // An hour of processor time in a moment: more than the quota of two cores.
        machine.Write("sys/fs/cgroup/cpu.stat", "usage_usec 3600000000\n");
        Assert.Equal(0.0, reader.Read(Now).CpuFree!.Value, 9);
    }

    [Fact]
    public void What_a_machine_does_not_tell_is_missing_and_not_invented()
    {
        using var empty = new TempTree();
        MachineReading reading = new MachineReader(
            new MachineFiles(empty.Root), empty.Root, 2).Read(Now);
        Assert.Null(reading.Load1);
        Assert.Null(reading.CpuFree);
        Assert.Null(reading.MemFree);
        Assert.Null(reading.Facts.CpuModel);
        Assert.Equal(2, reading.Cores);
        Assert.True(reading.DiskFree > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("cpu  1 2 x 4 5 6 7 8")]
    [InlineData("intr 1 2 3 4 5 6 7")]
    public void Odd_lines_of_processor_times_are_refused(string line) =>
        Assert.Null(CpuTimes.Parse(line));

    [Fact]
    public void This_machine_is_read_as_its_own_files_say_and_in_little_time()
    {
        if (!File.Exists("/proc/meminfo"))
            return;
        var reader = new MachineReader(
            new MachineFiles(), Path.GetTempPath(), Environment.ProcessorCount);
        reader.Read(Now);
        MachineReading reading = reader.Read(Now);
        string line = File.ReadLines("/proc/meminfo").First();
        long total = long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) << 10;
        Assert.InRange(reading.MemTotal!.Value, 1, total);
        Assert.InRange(reading.MemFree!.Value, 0, reading.MemTotal.Value);
        double load = double.Parse(
            File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(reading.Load1!.Value, load - 5, load + 5);
        Assert.InRange(reading.Cores!.Value, 0.01, Environment.ProcessorCount);
        Assert.InRange(reading.DiskFree!.Value, 1, reading.DiskTotal!.Value);
        Assert.Equal("linux", reading.Facts.OsFamily);

        // A twentieth of a second every five would be one percent of a processor.
        double[] took = [.. Enumerable.Range(0, 50)
            .Select(_ => reader.Read(Now).Took.TotalMilliseconds).Order()];
        output.WriteLine($"a reading takes {took[0]:0.000} to {took[25]:0.000} ms (median)");
        Assert.InRange(took[0], 0, 50);
    }

    public void Dispose() => machine.Dispose();

    private sealed class TempTree : IDisposable
    {
        private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-empty-");

        public string Root => root.FullName;

        public void Dispose() => root.Delete();
    }
}
