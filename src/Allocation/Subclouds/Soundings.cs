namespace P2PCS.Allocation.Subclouds;

/// <summary>What machines answered that a subcloud asked, over all its rounds.</summary>
/// <param name="Rounds">Rounds of asking so far.</param>
/// <param name="Asked">Machines asked.</param>
/// <param name="Held">Of these, those that held what was asked.</param>
/// <param name="Raced">Those whose room somebody else had taken meanwhile.</param>
/// <param name="Declined">Those that take no tasks any more.</param>
/// <param name="Elsewhere">Those that serve the subcloud for another controller.</param>
public readonly record struct Soundings(
    int Rounds, int Asked, int Held, int Raced, int Declined, int Elsewhere)
{
    /// <summary>Those that did not answer in time, or were not waited for.</summary>
    public int Silent => Asked - Held - Raced - Declined - Elsewhere;
}
