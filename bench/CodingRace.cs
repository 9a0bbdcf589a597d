using System.Globalization;
using System.Runtime.InteropServices;
using P2PCS.Store.Coding;
using P2PCS.Tests;

namespace P2PCS.Bench;

/// <summary>
/// `coding [ROUNDS]`: gigabytes (10^9) of data encoded per second of processor time on one core,
/// on every path of this machine and by Debian's ISA-L, which take turns. Two numbers each: the
/// median and the best of the rounds.
/// </summary>
public static class CodingRace
{
    private const double LapNanoseconds = 20e6;

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
        var runners = Runners(data, total);
        var speeds = runners.ConvertAll(_ => new double[rounds]);
        var laps = runners.ConvertAll(runner => Laps(runner.Encode));
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < runners.Count; i++)
                speeds[i][round] = laps[i] * (double)data * bytes / Time(runners[i].Encode, laps[i]);
        }

        output.WriteLine(Line($"{data}/{total} of {bytes >> 10} KiB"));
        for (int i = 0; i < runners.Count; i++)
        {
            Array.Sort(speeds[i]);
            output.WriteLine(Line(
                $"  {runners[i].Name,-12} {speeds[i][rounds / 2],7:F2} {speeds[i][^1],7:F2}"));
        }

        NativeMemory.AlignedFree(memory);

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

    private delegate void Encoder(ReadOnlySpan<byte> data, Span<byte> parity);

    private static List<(string Name, Encoder Encode)> Runners(int data, int total)
    {
        var runners = new List<(string Name, Encoder Encode)>();
        foreach (CodingPath path in CodingPaths.Supported)
            runners.Add(($"{path}", new ReedSolomonCode(data, total, path).Encode));
        if (Isal.Absence is null)
        {
            var rival = new Isal(data, total);
            runners.Add(("ISA-L", (source, parity) => rival.Encode(source, parity)));
            runners.Add(("ISA-L AVX2", (source, parity) => rival.Encode(source, parity, true)));
        }

        return runners;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
