using System.Numerics;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// count(distinct x): HyperLogLog with 2^12 registers, standard error 1.6 %; while few registers
/// are used, only those are kept. Source: Flajolet et al., "HyperLogLog", AofA 2007; the estimate
/// is that of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017,
/// algorithm 6, which needs no table of biases.
/// </summary>
internal sealed class DistinctPartial(AggregateSpec spec) : PartialState(spec)
{
    private const int IndexBits = 12;
    private const int Registers = 1 << IndexBits;
    private const int RankMax = 64 - IndexBits + 1;
    private const int FewMax = 1024;

    /// <summary>Longest state, in bytes.</summary>
    public const int BytesMax = 8 + 2 + Registers;

    // Register and rank, the register first, in order; all registers once there are too many.
    private readonly SortedDictionary<int, byte> few = [];
    private byte[]? all;

    public override int WireBytes => 8 + 2 + (all is null ? 3 * few.Count : Registers);

    public override Value Result() =>
        Value.Of(Math.Min((long)Math.Round(Estimate()), Count));

    private protected override bool Accepts(in Value value) => true;

    private protected override void Take(in Value value, ulong ticket)
    {
        ulong hash = Mix(value.Hash());
        int rank = BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1)));
        Raise((int)(hash >> (64 - IndexBits)), (byte)(rank + 1));
    }

    private protected override void Absorb(PartialState other)
    {
        var distinct = (DistinctPartial)other;
        foreach ((int register, byte rank) in distinct.few)
            Raise(register, rank);
        if (distinct.all is not { } ranks)
            return;
        for (int register = 0; register < Registers; register++)
        {
            if (ranks[register] > 0)
                Raise(register, ranks[register]);
        }
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        writer.U16((ushort)(all is null ? few.Count : Registers));
        if (all is not null)
        {
            writer.Bytes(all);
            return;
        }

        foreach ((int register, byte rank) in few)
        {
            writer.U16((ushort)register);
            writer.U8(rank);
        }
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        int count = reader.U16();
        reader.Require(count <= FewMax || count == Registers);
        reader.Require(count <= Count || count == Registers);
        int before = -1;
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            int register = count == Registers ? i : reader.U16();
            byte rank = reader.U8();
            reader.Require(register > before && register < Registers && rank <= RankMax
                && (rank > 0 || count == Registers));
            if (!reader.HasFailed && rank > 0)
                Raise(register, rank);
            before = register;
        }
    }

    private void Raise(int register, byte rank)
    {
        if (all is null)
        {
            if (!few.TryGetValue(register, out byte held) || held < rank)
                few[register] = rank;
            if (few.Count > FewMax)
                Spread();
        }
        else if (all[register] < rank)
        {
            all[register] = rank;
        }
    }

    private void Spread()
    {
        all = new byte[Registers];
        foreach ((int register, byte rank) in few)
            all[register] = rank;
        few.Clear();
    }

    private double Estimate()
    {
        Span<int> with = stackalloc int[RankMax + 1];
        with.Clear();
        with[0] = Registers - few.Count;
        foreach (byte rank in few.Values)
            with[rank]++;
        if (all is not null)
        {
            with[0] = 0;
            foreach (byte rank in all)
                with[rank]++;
        }

        double z = Registers * Tau(1 - (with[RankMax] / (double)Registers));
        for (int rank = RankMax - 1; rank >= 1; rank--)
            z = 0.5 * (z + with[rank]);
        z += Registers * Sigma(with[0] / (double)Registers);
        return Registers / (2 * Math.Log(2)) * Registers / z;
    }

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        double z = x;
        double before;
        for (double y = 1; ; y += y)
        {
            x *= x;
            before = z;
            z += x * y;
            if (z == before)
                return z;
        }
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        double z = 1 - x;
        double before;
        double y = 1;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (z != before);
        return z / 3;
    }

    // The finalizer of splitmix64: every bit of the hash moves every bit of register and rank.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
