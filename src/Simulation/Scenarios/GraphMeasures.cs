using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios;

/// <summary>What the views of a population look like as a graph of the nodes alive.</summary>
internal static class GraphMeasures
{
    private const int ClusteringSample = 2000;

    /// <summary>How many views of nodes alive each node is in; of no meaning for the dead.
    /// </summary>
    public static int[] InDegrees(Population population)
    {
        int[] degrees = new int[population.Born];
        ForEachLink(population, (_, name) => degrees[name]++);
        return degrees;
    }

    /// <summary>Counts of nodes alive by their in-degree, from 0 to the largest.</summary>
    public static int[] Histogram(Population population)
    {
        int[] degrees = InDegrees(population);
        int most = 0;
        for (int node = 0; node < degrees.Length; node++)
            most = population.IsAlive(node) ? Math.Max(most, degrees[node]) : most;
        int[] histogram = new int[most + 1];
        for (int node = 0; node < degrees.Length; node++)
        {
            if (population.IsAlive(node))
                histogram[degrees[node]]++;
        }

        return histogram;
    }

    /// <summary>Fraction of the entries that name nodes not alive.</summary>
    public static double DeadLinks(Population population)
    {
        long dead = 0;
        long all = 0;
        ForEachEntry(population, (_, name) =>
        {
            all++;
            dead += population.IsAlive(name) ? 0 : 1;
        });
        return all == 0 ? 0 : (double)dead / all;
    }

    /// <summary>Connected components of the undirected graph.</summary>
    /// <returns>How many there are, and the nodes of the largest as a fraction.</returns>
    public static (int Count, double Largest) Components(Population population)
    {
        int[] parents = new int[population.Born];
        for (int node = 0; node < parents.Length; node++)
            parents[node] = node;
        ForEachLink(population, (node, name) => parents[Root(parents, node)] = Root(parents, name));
        int[] sizes = new int[parents.Length];
        int count = 0;
        int largest = 0;
        for (int node = 0; node < parents.Length; node++)
        {
            if (!population.IsAlive(node))
                continue;
            int size = ++sizes[Root(parents, node)];
            count += size == 1 ? 1 : 0;
            largest = Math.Max(largest, size);
        }

        return (count, (double)largest / population.Alive);
    }

    /// <summary>Mean over (a sample of) the nodes: links among a node's neighbours, of all that
    /// could be.</summary>
    /// <remarks>Source: Watts and Strogatz, Nature 393, 1998.</remarks>
    public static double Clustering(Population population, ulong key)
    {
        HashSet<int>[] neighbours = Neighbours(population);
        bool isAll = population.Born <= ClusteringSample;
        int wanted = isAll ? population.Born : ClusteringSample;
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < wanted; i++)
        {
            int node = isAll ? i : Draw.Below(Draw.At(key, (ulong)i), population.Born);
            if (!population.IsAlive(node))
                continue;
            sum += Clustering(neighbours, node);
            counted++;
        }

        return counted == 0 ? 0 : sum / counted;
    }

    private static double Clustering(HashSet<int>[] neighbours, int node)
    {
        int[] around = [.. neighbours[node]];
        if (around.Length < 2)
            return 0;
        long links = 0;
        for (int i = 0; i < around.Length; i++)
        {
            for (int j = 0; j < i; j++)
                links += neighbours[around[i]].Contains(around[j]) ? 1 : 0;
        }

        return 2.0 * links / ((double)around.Length * (around.Length - 1));
    }

    private static HashSet<int>[] Neighbours(Population population)
    {
        var neighbours = new HashSet<int>[population.Born];
        for (int node = 0; node < neighbours.Length; node++)
            neighbours[node] = [];
        ForEachLink(population, (node, name) =>
        {
            neighbours[node].Add(name);
            neighbours[name].Add(node);
        });
        return neighbours;
    }

    private static int Root(int[] parents, int node)
    {
        while (parents[node] != node)
            node = parents[node] = parents[parents[node]];
        return node;
    }

    private static void ForEachLink(Population population, Action<int, int> visit) =>
        ForEachEntry(population, (node, name) =>
        {
            if (population.IsAlive(name))
                visit(node, name);
        });

    private static void ForEachEntry(Population population, Action<int, int> visit)
    {
        for (int node = 0; node < population.Born; node++)
        {
            if (!population.IsAlive(node))
                continue;
            foreach (int name in population.Table.Names(node)[..population.Table.Count(node)])
                visit(node, name);
        }
    }
}
