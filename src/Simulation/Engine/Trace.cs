using System.Globalization;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>The last things that happened, and a hash of all that ever did.</summary>
public sealed class Trace
{
    private const int Capacity = 512;
    private static readonly string[] EventNames = Enum.GetNames<NodeEventKind>();
    private readonly Entry[] entries = new Entry[Capacity];
    private long count;

    /// <summary>Two runs with the same hash had the same history.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Notes what a node told.</summary>
    public void Add(Instant at, int node, in NodeEvent told) => Add(
        at, node, EventNames[(int)told.Kind], Detail(told.Subject, told.Peer) + told.Value);

    /// <summary>Notes what was done to a node.</summary>
    public void Add(Instant at, int node, string what, string detail = "")
    {
        entries[count++ % Capacity] = new Entry(at, node, what, detail);
        Mix((ulong)at.Ticks);
        Mix((ulong)node);
        foreach (char letter in what)
            Mix(letter);
        foreach (char letter in detail)
            Mix(letter);
    }

    /// <summary>Takes a number into the hash.</summary>
    public void Mix(ulong value)
    {
        Hash ^= value;
        Hash *= 0x100000001B3;
        Hash ^= Hash >> 29;
    }

    /// <summary>Takes bytes into the hash.</summary>
    public void Mix(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Hash;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = (hash ^ BitConverter.ToUInt64(bytes)) * 0x100000001B3;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 0x100000001B3;
        Hash = hash ^ (hash >> 29);
    }

    /// <summary>The last things that happened, one per line, oldest first.</summary>
    public string Tail(int lines)
    {
        var text = new System.Text.StringBuilder();
        for (long i = Math.Max(0, count - Math.Min(lines, Capacity)); i < count; i++)
        {
            Entry entry = entries[i % Capacity];
            text.Append(CultureInfo.InvariantCulture, $"{Seconds(entry.At)} #{entry.Node} ")
                .Append(entry.What).Append(' ').AppendLine(entry.Detail);
        }

        return text.ToString();
    }

    /// <summary>A moment of the simulation in seconds.</summary>
    public static string Seconds(Instant at) => string.Create(
        CultureInfo.InvariantCulture, $"{at.Ticks / (double)TimeSpan.TicksPerSecond:F4}s");

    /// <summary>The first digits of a name.</summary>
    public static string Short(UInt128 name) =>
        ((ulong)(name >> 64)).ToString("x16", CultureInfo.InvariantCulture)[..8];

    /// <summary>The first digits of a peer's name.</summary>
    public static string Short(PeerId peer) => peer.ToString()[..8];

    private static string Detail(UInt128 subject, PeerId peer)
    {
        string text = subject == 0 ? "" : Short(subject) + " ";
        return peer.IsNone ? text : $"{text}peer {Short(peer)} ";
    }

    private readonly record struct Entry(Instant At, int Node, string What, string Detail);
}
