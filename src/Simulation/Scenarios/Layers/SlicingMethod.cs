namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>How nodes find their slices.</summary>
public enum SlicingMethod
{
    /// <summary>By counting whom they meet. Fernández et al., ICDCS 2007, section 5.</summary>
    Ranking,

    /// <summary>By averaging the distribution of the attribute at thresholds, which move to the
    /// boundaries in every epoch. After Sacha et al. (Adam2), ICDCS 2010, section 4.</summary>
    Cdf,

    /// <summary>By swapping random values with any misplaced neighbour. Jelasity, Kermarrec, P2P
    /// 2006, section 4.</summary>
    Jk,

    /// <summary>By swapping them with the neighbour of the largest gain. Fernández et al., ICDCS
    /// 2007, section 4.</summary>
    ModJk,
}
