using P2PCS.Membership.Overlay;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Path lengths by exclusive or, with one random contact for each bucket.</summary>
internal static class XorFigures
{
    private const string Paper = "after Maymounkov, Mazières (Kademlia), IPTPS 2002, section 2";

    public static IEnumerable<PaperRow> Rows() => [Hops(10), Hops(12), Hops(16)];

    private static PaperRow Hops(int bits) => new(
        FormattableString.Invariant($"27k-{bits}"), Paper,
        FormattableString.Invariant($"hops at 2^{bits} nodes, every name taken, one contact for ")
            + "each bucket: 1/2 log2 N",
        _ => new PaperResult(0.5 * bits, MeanHops(bits), 0.1));

    private static double MeanHops(int bits)
    {
        const int Lookups = 50_000;
        var rng = new Rng(27);
        int[] contacts = Contacts(bits, ref rng);
        long hops = 0;
        for (int i = 0; i < Lookups; i++)
            hops += Lookup(contacts, bits, rng.Below(1 << bits), rng.Below(1 << bits));
        return (double)hops / Lookups;
    }

    // Each bucket's contact is a random one of the names that belong there.
    private static int[] Contacts(int bits, ref Rng rng)
    {
        var contacts = new int[bits << bits];
        for (int i = 0; i < contacts.Length; i++)
        {
            int bucket = i % bits;
            contacts[i] = (i / bits) ^ (1 << bucket) ^ rng.Below(1 << bucket);
        }

        return contacts;
    }

    private static int Lookup(int[] contacts, int bits, int from, int target)
    {
        int hops = 0;
        for (int at = from; at != target; hops++)
            at = contacts[(at * bits) + XorDistance.Bucket((ulong)at, (ulong)target)];
        return hops;
    }
}
