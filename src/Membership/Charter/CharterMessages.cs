using P2PCS.Membership.Admission;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Charter;

/// <summary>The bodies that statements travel in; a statement's name in them is the first eight
/// bytes of its digest.</summary>
public static class CharterMessages
{
    /// <summary>Names in one list or want.</summary>
    public const int NamesMax = 128;

    /// <summary>Statements in one frame.</summary>
    public const int StatementsMax = 16;

    /// <summary>Writes a digest: the set's fingerprint and its count.</summary>
    public static void WriteDigest(ref WireWriter body, ulong fingerprint, int count)
    {
        body.U64(fingerprint);
        body.U32((uint)count);
    }

    /// <summary>Reads a digest; false where it is none.</summary>
    public static bool TryReadDigest(ReadOnlySpan<byte> body, out ulong fingerprint, out int count)
    {
        var reader = new WireReader(body);
        fingerprint = reader.U64();
        uint number = reader.U32();
        reader.Require(number <= StatementSet.CountMax);
        count = (int)Math.Min(number, StatementSet.CountMax);
        return reader.Complete;
    }

    /// <summary>Writes a list: first and last name of a range, and all names in it, ascending.
    /// </summary>
    public static void WriteList(
        ref WireWriter body, ulong first, ulong last, ReadOnlySpan<ulong> names)
    {
        body.U64(first);
        body.U64(last);
        WriteWant(ref body, names);
    }

    /// <summary>Reads a list; false where it is none.</summary>
    public static bool TryReadList(
        ReadOnlySpan<byte> body, out ulong first, out ulong last, out ulong[] names)
    {
        var reader = new WireReader(body);
        first = reader.U64();
        last = reader.U64();
        reader.Require(first <= last);
        names = ReadNames(ref reader, first, last);
        return reader.Complete;
    }

    /// <summary>Writes a want: names, ascending.</summary>
    public static void WriteWant(ref WireWriter body, ReadOnlySpan<ulong> names)
    {
        body.U8((byte)names.Length);
        foreach (ulong name in names)
            body.U64(name);
    }

    /// <summary>Reads a want; false where it is none.</summary>
    public static bool TryReadWant(ReadOnlySpan<byte> body, out ulong[] names)
    {
        var reader = new WireReader(body);
        names = ReadNames(ref reader, 0, ulong.MaxValue);
        return reader.Complete;
    }

    /// <summary>Reads statements without looking into them.</summary>
    public static bool TryReadStatements(ReadOnlySpan<byte> body, Span<Range> parts, out int count)
    {
        var reader = new WireReader(body);
        count = reader.U8();
        reader.Require(count is > 0 and <= StatementsMax);
        count = Math.Min(count, StatementsMax);
        int at = 1;
        for (int i = 0; i < count; i++)
        {
            int length = reader.U16();
            reader.Bytes(length);
            parts[i] = new Range(at + 2, at + 2 + length);
            at += 2 + length;
        }

        return reader.Complete;
    }

    private static ulong[] ReadNames(ref WireReader reader, ulong first, ulong last)
    {
        int count = reader.U8();
        reader.Require(count <= NamesMax);
        var names = new ulong[Math.Min(count, NamesMax)];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.U64();
            reader.Require(names[i] >= first && names[i] <= last);
            reader.Require(i == 0 || names[i - 1] < names[i]);
        }

        return names;
    }
}
