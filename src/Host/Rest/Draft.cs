using P2PCS.Host.Attempts;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>A task on its way from request to queue.</summary>
/// <param name="id">Its name, chosen here.</param>
/// <param name="spec">What the machine will be told.</param>
/// <param name="resources">What it needs.</param>
internal sealed class Draft(UInt128 id, TaskSpec spec, Resources resources)
{
    public UInt128 Id => id;

    public TaskSpec Spec => spec;

    public Resources Resources => resources;

    /// <summary>Where it will run; null: one machine is taken for it.</summary>
    public UInt128? Subcloud { get; set; }

    /// <summary>The spec's digest, once stored.</summary>
    public Digest Digest { get; set; }
}
