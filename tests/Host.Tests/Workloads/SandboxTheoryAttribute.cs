namespace P2PCS.Host.Tests.Workloads;

/// <summary>A theory that needs bubblewrap; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SandboxTheoryAttribute : TheoryAttribute
{
    public SandboxTheoryAttribute() => Skip = new SandboxFactAttribute().Skip;
}
