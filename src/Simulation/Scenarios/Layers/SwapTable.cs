using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Slicing by order: random values, swapped until they are sorted like the attributes.
/// A lost reply leaves both sides with the same value, and one value lost.</summary>
internal sealed class SwapTable : SliceTable
{
    private const ulong Draws = 3;
    private const int MostKnown = 64;
    private readonly double[] values;
    private readonly bool isBest;
    private ulong drawn;

    public SwapTable(SlicingLayer layer, LayerWorld world)
        : base(layer, world)
    {
        isBest = layer.Method == SlicingMethod.ModJk;
        values = new double[world.Rows];
        for (int node = 0; node < world.Rows; node++)
            values[node] = Any();
    }

    public override void Join(int node)
    {
        base.Join(node);
        values[node] = Any();
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        Span<double> attributes = stackalloc double[MostKnown + 1];
        Span<double> near = stackalloc double[MostKnown + 1];
        foreach (int node in order)
        {
            ReadOnlySpan<int> view = World.View(node);
            ulong index = Draws * (ulong)node;
            attributes[0] = Attributes[node];
            near[0] = values[node];
            for (int i = 0; i < view.Length; i++)
            {
                attributes[i + 1] = Attributes[view[i]];
                near[i + 1] = values[view[i]];
            }

            int known = view.Length + 1;
            int chosen = SwapChoice.Of(
                attributes[..known], near[..known], isBest, Draw.At(key, index));
            if (chosen > 0 && World.Arrives(node, view[chosen - 1], Draw.At(key, index + 1)))
                Swap(node, view[chosen - 1], !World.IsLost(Draw.At(key, index + 2)));
        }
    }

    protected override double RankOf(int node) => values[node];

    private void Swap(int active, int passive, bool isAnswered)
    {
        double theirs = values[passive];
        values[passive] = values[active];
        if (isAnswered)
            values[active] = theirs;
    }

    private double Any() => Draw.Fraction(Draw.At(~World.Seed, drawn++));
}
