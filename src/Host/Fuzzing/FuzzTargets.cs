namespace P2PCS.Host.Fuzzing;

/// <summary>Every reader of bytes from outside.</summary>
public sealed class FuzzTargets : IDisposable
{
    private readonly SealedTarget sealedChannel;
    private readonly AdmissionTargets admission;

    /// <summary>Makes the readers, and well-formed inputs for them.</summary>
    /// <param name="seed">What those inputs are made of, but for keys and signatures.</param>
    public FuzzTargets(ulong seed)
    {
        sealedChannel = new SealedTarget(seed);
        admission = new AdmissionTargets(seed);
        All =
        [
            new NodeTarget(seed).Target,
            sealedChannel.Target,
            .. admission.All,
            .. JsonTargets.All,
            QueryTarget.Target,
        ];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<FuzzTarget> All { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        sealedChannel.Dispose();
        admission.Dispose();
    }
}
