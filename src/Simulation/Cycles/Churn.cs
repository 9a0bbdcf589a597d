using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles;

/// <summary>Replaces living nodes by fresh ones in rows that died longest ago.</summary>
/// <remarks>A table under churn needs spare rows, so that old pointers to a row are gone before
/// it lives again.</remarks>
internal sealed class Churn(CycleEngine engine, double share)
{
    private readonly Queue<int> dead = new(engine.Table.Nodes);
    private double owed;

    /// <summary>Ends and starts as many nodes as the share asks for, over the cycles on average.
    /// </summary>
    public void Run(ulong key)
    {
        if (dead.Count == 0)
            Collect();
        owed += share * engine.Population.Living;
        for (ulong index = 0; owed >= 1 && dead.Count > 0; owed--, index += 4)
        {
            int gone = PickLiving(key, index);
            int contact = PickLiving(key, index + (1UL << 40));
            int fresh = dead.Dequeue();
            engine.Population.Crash(gone);
            dead.Enqueue(gone);
            if (contact == gone)
                continue;
            engine.Population.Revive(fresh);
            Join(fresh, contact);
        }
    }

    private void Collect()
    {
        for (int node = 0; node < engine.Table.Nodes; node++)
        {
            if (!engine.Population.IsAlive(node))
                dead.Enqueue(node);
        }
    }

    private int PickLiving(ulong key, ulong index)
    {
        while (true)
        {
            int node = Draw.Below(Draw.At(key, index), engine.Table.Nodes);
            if (engine.Population.IsAlive(node))
                return node;
            index += 1UL << 41;
        }
    }

    // A joiner starts with its contact and what the contact knows.
    private void Join(int fresh, int contact)
    {
        Span<int> names = engine.Table.Names(fresh);
        Span<ushort> ages = engine.Table.Ages(fresh);
        names.Fill(RowTable.Free);
        names[0] = contact;
        ages[0] = 0;
        int count = 1;
        ViewRow view = engine.Table.Open(contact);
        for (int place = 0; place < view.Count && count < names.Length; place++)
        {
            if (view.Names[place] == fresh)
                continue;
            names[count] = view.Names[place];
            ages[count++] = view.Ages[place];
        }

        engine.Table.Estimate(fresh) = 0;
    }
}
