using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>What an observer sees in the graph of all views: an edge from a living node to each
/// name in its view.</summary>
/// <param name="table">The views.</param>
/// <param name="population">Who lives; edges of dead nodes are not counted.</param>
public sealed class ViewGraph(RowTable table, Population population)
{
    /// <summary>Edges into every node; shape [nodes].</summary>
    public int[] InDegrees()
    {
        var degrees = new int[table.Nodes];
        for (int node = 0; node < table.Nodes; node++)
        {
            foreach (int name in View(node))
                degrees[name]++;
        }

        return degrees;
    }

    /// <summary>How many living nodes have each in-degree; index = in-degree.</summary>
    public int[] InDegreeHistogram()
    {
        int[] degrees = InDegrees();
        var histogram = new int[degrees.Max() + 1];
        for (int node = 0; node < degrees.Length; node++)
            histogram[degrees[node]] += population.IsAlive(node) ? 1 : 0;
        return histogram;
    }

    /// <summary>Standard deviation of the in-degrees of living nodes.</summary>
    public double InDegreeDeviation()
    {
        int[] histogram = InDegreeHistogram();
        double sum = 0;
        double squares = 0;
        for (int degree = 0; degree < histogram.Length; degree++)
        {
            sum += (double)degree * histogram[degree];
            squares += (double)degree * degree * histogram[degree];
        }

        double mean = sum / population.Living;
        return Math.Sqrt((squares / population.Living) - (mean * mean));
    }

    /// <summary>Share of the edges of living nodes that lead to dead ones; 0 without edges.
    /// </summary>
    public double DeadShare()
    {
        long edges = 0;
        long dead = 0;
        for (int node = 0; node < table.Nodes; node++)
        {
            foreach (int name in View(node))
            {
                edges++;
                dead += population.IsAlive(name) ? 0 : 1;
            }
        }

        return edges == 0 ? 0 : (double)dead / edges;
    }

    /// <summary>Share of the living nodes in the largest component, edges taken both ways.
    /// </summary>
    public double LargestComponent()
    {
        Invariant.Holds(population.Living > 0);
        var roots = new int[table.Nodes];
        for (int node = 0; node < roots.Length; node++)
            roots[node] = node;
        for (int node = 0; node < table.Nodes; node++)
        {
            foreach (int name in View(node))
            {
                if (population.IsAlive(name))
                    roots[Root(roots, node)] = Root(roots, name);
            }
        }

        var sizes = new int[table.Nodes];
        for (int node = 0; node < table.Nodes; node++)
            sizes[Root(roots, node)] += population.IsAlive(node) ? 1 : 0;
        return (double)sizes.Max() / population.Living;
    }

    /// <summary>Mean share of the pairs of a living node's neighbours that are neighbours, edges
    /// taken both ways.</summary>
    public double Clustering()
    {
        List<int>[] neighbours = Neighbours();
        var marks = new int[table.Nodes];
        double sum = 0;
        for (int node = 0; node < table.Nodes; node++)
        {
            List<int> near = neighbours[node];
            if (near.Count < 2)
                continue;
            foreach (int name in near)
                marks[name] = node + 1;
            long closed = 0;
            foreach (int name in near)
            {
                foreach (int second in neighbours[name])
                    closed += marks[second] == node + 1 ? 1 : 0;
            }

            sum += (double)closed / ((long)near.Count * (near.Count - 1));
        }

        return sum / population.Living;
    }

    /// <summary>Mean and variance of the living nodes' estimates.</summary>
    public (double Mean, double Variance) Estimates()
    {
        double sum = 0;
        for (int node = 0; node < table.Nodes; node++)
            sum += population.IsAlive(node) ? table.Estimate(node) : 0;
        double mean = sum / population.Living;
        double squares = 0;
        for (int node = 0; node < table.Nodes; node++)
        {
            double off = population.IsAlive(node) ? table.Estimate(node) - mean : 0;
            squares += off * off;
        }

        return (mean, squares / population.Living);
    }

    private List<int>[] Neighbours()
    {
        var neighbours = new List<int>[table.Nodes];
        for (int node = 0; node < table.Nodes; node++)
            neighbours[node] = new List<int>(3 * table.Capacity);
        for (int node = 0; node < table.Nodes; node++)
        {
            foreach (int name in View(node))
            {
                if (!population.IsAlive(name))
                    continue;
                neighbours[node].Add(name);
                neighbours[name].Add(node);
            }
        }

        foreach (List<int> near in neighbours)
        {
            near.Sort();
            int kept = 0;
            for (int i = 0; i < near.Count; i++)
            {
                if (kept == 0 || near[kept - 1] != near[i])
                    near[kept++] = near[i];
            }

            near.RemoveRange(kept, near.Count - kept);
        }

        return neighbours;
    }

    private static int Root(int[] roots, int node)
    {
        while (roots[node] != node)
        {
            roots[node] = roots[roots[node]];
            node = roots[node];
        }

        return node;
    }

    private ReadOnlySpan<int> View(int node) =>
        population.IsAlive(node) ? table.Names(node)[..table.Count(node)] : [];
}
