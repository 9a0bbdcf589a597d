namespace P2PCS.Host.Tests.Workloads;

/// <summary>A test that needs bubblewrap; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SandboxFactAttribute : FactAttribute
{
    public SandboxFactAttribute()
    {
        string[] places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!places.Any(place => File.Exists(Path.Combine(place, "bwrap"))))
            Skip = "bubblewrap is not installed";
    }
}
