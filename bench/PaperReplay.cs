using System.Globalization;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Bench;

/// <summary>`papers [small|full]`: every replayed figure with what it should be.</summary>
public static class PaperReplay
{
    /// <summary>Prints the table.</summary>
    /// <returns>The process's exit code: 1 if a figure misses.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        PaperScale scale = args is ["small"] ? PaperScale.Small : PaperScale.Full;
        int misses = 0;
        foreach (PaperRow row in Papers.All)
        {
            double start = CpuClock.Now();
            PaperResult result = row.Run(scale);
            misses += result.IsPass ? 0 : 1;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(result.IsPass ? "ok  " : "MISS")} {row.Number,-14} {result.Expected,10:G4} "
                + $"{result.Measured,10:G4} +-{result.Tolerance,-8:G3} "
                + $"{(CpuClock.Now() - start) / 1e9,6:F1} s  {row.Claim}"));
        }

        return misses == 0 ? 0 : 1;
    }
}
