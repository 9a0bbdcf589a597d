using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Cycles;

/// <summary>With whom a node swaps its value in slicing by order.</summary>
internal static class SwapChoice
{
    private const int Most = 64;

    /// <summary>Chooses among the misplaced neighbours.</summary>
    /// <param name="attributes">Own attribute first, then the neighbours'; at most 65.</param>
    /// <param name="values">Values in the same order.</param>
    /// <param name="isBest">The largest gain, else any: mod-JK and JK.</param>
    /// <param name="word">A random word.</param>
    /// <returns>An index from 1; 0 if nobody is misplaced.</returns>
    public static int Of(
        ReadOnlySpan<double> attributes, ReadOnlySpan<double> values, bool isBest, ulong word)
    {
        Invariant.Holds(attributes.Length <= Most + 1);
        if (isBest)
            return ValueSwap.BestPartner(attributes, values);
        Span<int> misplaced = stackalloc int[Most];
        int found = 0;
        for (int i = 1; i < attributes.Length; i++)
        {
            if (ValueSwap.IsMisplaced(attributes[0], values[0], attributes[i], values[i]))
                misplaced[found++] = i;
        }

        return found == 0 ? 0 : misplaced[Draw.Below(word, found)];
    }
}
