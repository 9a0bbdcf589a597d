using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using P2PCS.Store.Coding;
using P2PCS.Tests;

namespace P2PCS.Bench;

/// <summary>
/// `coding [ROUNDS]`: gigabytes (10^9) of data encoded per second of processor time on one core,
/// on every path of this machine and by Debian's ISA-L, which take turns. The
/// columns: median and best of the rounds, and the median as a multiple of ISA-L's.
/// </summary>
public static class CodingRace
{
    private const double LapNanoseconds = 20e6;
    private const string Rival = "ISA-L";

    private delegate void Encoder(ReadOnlySpan<byte> data, Span<byte> parity);

    /// <summary>Runs the race.</summary>
    /// <returns>The process's exit code: 2 for arguments it does not know.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        int rounds = 9;
        if (args.Length > 1 || (args.Length == 1
            && (!int.TryParse(args[0], CultureInfo.InvariantCulture, out rounds)
                || rounds is < 1 or > 1000)))
        {
            output.WriteLine("coding [ROUNDS(1..1000)]");
            return 2;
        }

        (int Data, int Total, int Bytes)[] shapes =
        [
            (10, 14, 64 << 10), (3, 10, 64 << 10), (8, 24, 16 << 10), (16, 64, 16 << 10),
            (29, 80, 16 << 10), (20, 100, 16 << 10), (16, 44, 512 << 10),
        ];
        if (Isal.Absence is { } absence)
            output.WriteLine(absence);
        foreach ((int data, int total, int bytes) in shapes)
            Race(data, total, bytes, rounds, output);
        return 0;
    }

    private static unsafe void Race(
        int data, int total, int bytes, int rounds, TextWriter output)
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)(total * bytes), 4096);
        var seed = new Random(7);
        seed.NextBytes(new Span<byte>(memory, data * bytes));
        List<(string Name, Encoder Encode)> runners = Runners(data, total);
        List<double[]> speeds = runners.ConvertAll(_ => new double[rounds]);
        List<int> laps = runners.ConvertAll(runner => Laps(runner.Encode));
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < runners.Count; i++)
            {
                double time = Time(runners[i].Encode, laps[i]);
                speeds[i][round] = laps[i] * (double)data * bytes / time;
            }
        }

        NativeMemory.AlignedFree(memory);
        output.WriteLine($"{data}/{total} of {bytes >> 10} KiB");
        Print([.. runners.Select(runner => runner.Name)], speeds, output);

        int Laps(Encoder encode)
        {
            Time(encode, 1);
            return 1 + (int)(LapNanoseconds / Time(encode, 1));
        }

        double Time(Encoder encode, int count)
        {
            var source = new ReadOnlySpan<byte>(memory, data * bytes);
            var parity = new Span<byte>(memory + (data * bytes), (total - data) * bytes);
            double start = CpuClock.Now();
            for (int lap = 0; lap < count; lap++)
                encode(source, parity);
            return CpuClock.Now() - start;
        }
    }

    private static List<(string Name, Encoder Encode)> Runners(int data, int total)
    {
        var runners = new List<(string Name, Encoder Encode)>();
        foreach (CodingPath path in CodingPaths.Supported)
            runners.Add(($"{path}", new ReedSolomonCode(data, total, path).Encode));
        if (Isal.Absence is not null)
            return runners;
        var rival = new Isal(data, total);
        runners.Add((Rival, (source, parity) => rival.Encode(source, parity)));
        if (Avx2.IsSupported)
            runners.Add((Rival + " AVX2", (source, parity) => rival.Encode(source, parity, true)));
        return runners;
    }

    private static void Print(List<string> names, List<double[]> speeds, TextWriter output)
    {
        speeds.ForEach(Array.Sort);
        int rival = names.IndexOf(Rival);
        for (int i = 0; i < names.Count; i++)
        {
            double median = speeds[i][speeds[i].Length / 2];
            string ratio = rival < 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture,
                    $"{median / speeds[rival][speeds[rival].Length / 2],7:F2} x");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {names[i],-11}{median,8:F2}{speeds[i][^1],8:F2}{ratio}"));
        }
    }
}
