namespace P2PCS.Tidy.Tests;

/// <summary>A test that runs one of the repository's scripts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute()
    {
        if (!File.Exists("/bin/bash"))
        {
            Skip = "There is no /bin/bash here.";
        }
    }
}
