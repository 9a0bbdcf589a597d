using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Slicing by rank: in a cycle a node counts its view and pushes its attribute to a
/// random neighbour and to the one that believes to be nearest to a boundary.</summary>
internal sealed class RankTable : SliceTable
{
    private const ulong Draws = 3;
    private readonly RankRows rows;
    private ulong drawn;

    public RankTable(SlicingLayer layer, LayerWorld world)
        : base(layer, world)
    {
        rows = new RankRows(Attributes);
        for (int node = 0; node < world.Rows; node++)
            rows.Restart(node, Any());
    }

    public override void Join(int node)
    {
        base.Join(node);
        rows.Restart(node, Any());
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        foreach (int node in order)
        {
            ReadOnlySpan<int> view = World.View(node);
            if (view.IsEmpty)
                continue;
            int nearest = view[0];
            foreach (int name in view)
            {
                rows.Meet(node, name);
                if (rows.ToBoundary(name, Slices) < rows.ToBoundary(nearest, Slices))
                    nearest = name;
            }

            ulong index = Draws * (ulong)node;
            Push(node, view[Draw.Below(Draw.At(key, index), view.Length)],
                Draw.At(key, index + 1));
            Push(node, nearest, Draw.At(key, index + 2));
        }
    }

    protected override double RankOf(int node) => rows.Ranks[node];

    private void Push(int from, int to, ulong word)
    {
        if (World.Arrives(from, to, word))
            rows.Meet(to, from);
    }

    private double Any() => Draw.Fraction(Draw.At(~World.Seed, drawn++));
}
