using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

/// <summary>A test that needs a limit of the kernel; skipped where the driver lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LimitFactAttribute : FactAttribute
{
    private static readonly Lazy<DriverReport> Report = new(() =>
        new BubblewrapDriver(Path.GetTempPath()).SelfTestAsync(default).GetAwaiter().GetResult());

    public LimitFactAttribute(string words)
    {
        Words = words;
        if (!Report.Value.Detail.Contains(words, StringComparison.Ordinal))
            Skip = $"not \"{words}\" here: {Report.Value.Detail}";
    }

    public string Words { get; }
}
