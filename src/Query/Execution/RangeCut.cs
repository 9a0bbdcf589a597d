using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>
/// Cuts a range at the node that is responsible for it, and what is on either side into parts of
/// about as many peers. The node's own name is in no part, and every other name is in one: nobody
/// can be counted twice.
/// </summary>
internal static class RangeCut
{
    public static void Into(
        List<Part> parts, PeerRoster roster, (IdRange Range, PeerId Self) cut, int fanOut,
        ref Rng rng)
    {
        (IdRange range, PeerId self) = cut;
        Digest own = self.Hash;
        (int Left, int Right) peers = (0, 0);
        var left = new IdRange(range.First, own == range.First ? own : IdRange.Before(own));
        var right = new IdRange(own == range.Last ? own : IdRange.After(own), range.Last);
        if (own != range.First)
            peers.Left = Count(roster, left);
        if (own != range.Last)
            peers.Right = Count(roster, right);
        int known = peers.Left + peers.Right;
        int wanted = Width(known, fanOut);
        int leftWanted = known == 0 ? 0 : (int)Math.Round(wanted * (double)peers.Left / known);
        leftWanted = Math.Clamp(
            leftWanted, Math.Min(1, peers.Left), wanted - Math.Min(1, peers.Right));
        Cut(parts, roster, left, (peers.Left, leftWanted), ref rng);
        Cut(parts, roster, right, (peers.Right, wanted - leftWanted), ref rng);
    }

    /// <summary>How many parts: each alone where that is few enough, else the least number with
    /// which the tree is no deeper than it must be.</summary>
    public static int Width(int known, int fanOut)
    {
        if (known <= fanOut)
            return known;
        int levels = (int)Math.Ceiling(Math.Log(known) / Math.Log(fanOut));
        return Math.Clamp((int)Math.Ceiling(Math.Pow(known, 1.0 / levels)), 2, fanOut);
    }

    private static int Count(PeerRoster roster, IdRange range)
    {
        (int first, int end) = roster.Find(range);
        return end - first;
    }

    private static void Cut(
        List<Part> parts, PeerRoster roster, IdRange range, (int Known, int Wanted) size,
        ref Rng rng)
    {
        if (size.Known == 0)
            return;
        int first = roster.Find(range).First;
        Digest from = range.First;
        for (int i = 0; i < size.Wanted; i++)
        {
            int begin = (int)((long)size.Known * i / size.Wanted);
            int end = (int)((long)size.Known * (i + 1) / size.Wanted);
            bool isLast = i == size.Wanted - 1;
            Digest to = isLast ? range.Last : IdRange.Before(roster.IdAt(first + end));
            parts.Add(new Part(new IdRange(from, to), end - begin, rng.Below(end - begin)));
            from = isLast ? from : roster.IdAt(first + end);
        }
    }
}
