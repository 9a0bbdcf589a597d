using P2PCS.Tests;

namespace P2PCS.Store.Tests.Coding;

/// <summary>A theory that compares with ISA-L; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IsalTheoryAttribute : TheoryAttribute
{
    public IsalTheoryAttribute() => Skip = Isal.Absence;
}
