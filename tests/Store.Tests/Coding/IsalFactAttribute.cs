using P2PCS.Tests;

namespace P2PCS.Store.Tests.Coding;

/// <summary>A test that compares with ISA-L; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IsalFactAttribute : FactAttribute
{
    public IsalFactAttribute() => Skip = Isal.Absence;
}
