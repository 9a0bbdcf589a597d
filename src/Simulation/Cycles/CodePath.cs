namespace P2PCS.Simulation.Cycles;

/// <summary>How the cycle engine computes; every path gives the same tables.</summary>
public enum CodePath
{
    /// <summary>The span functions that live nodes use, for every exchange.</summary>
    Spans,

    /// <summary>No vector registers.</summary>
    Scalar,

    /// <summary>128-bit registers: SSE or AdvSimd.</summary>
    Vector128,

    /// <summary>256-bit registers: AVX2.</summary>
    Vector256,

    /// <summary>512-bit registers: AVX-512 with VBMI2.</summary>
    Vector512,
}
