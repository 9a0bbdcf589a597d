namespace P2PCS.Host.Tests.Storage;

/// <summary>A test of refused permissions: root is refused nothing, so it is skipped there.
/// </summary>
public sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Skip = "root may write anywhere";
        }
    }
}
