using P2PCS.Membership.Admission;
using P2PCS.Membership.Charter;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

/// <summary>Random bodies of the charter's kinds, and reading them again.</summary>
internal static class CharterSamples
{
    public static void Write(MessageKind kind, ref WireWriter body, ref Rng rng)
    {
        var names = new ulong[rng.Below(CharterMessages.NamesMax + 1)];
        foreach (ref ulong name in names.AsSpan())
            name = rng.Next();
        Array.Sort(names);
        switch (kind)
        {
            case MessageKind.CharterDigest:
                int count = rng.Below(StatementSet.CountMax + 1);
                CharterMessages.WriteDigest(ref body, rng.Next(), count);
                break;
            case MessageKind.CharterList:
                CharterMessages.WriteList(ref body, 0, ulong.MaxValue, names);
                break;
            case MessageKind.CharterWant:
                CharterMessages.WriteWant(ref body, names);
                break;
            default:
                WriteStatements(ref body, ref rng);
                break;
        }
    }

    public static bool Again(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        bool read;
        switch (kind)
        {
            case MessageKind.CharterDigest:
                read = CharterMessages.TryReadDigest(bytes, out ulong fingerprint, out int count);
                CharterMessages.WriteDigest(ref body, fingerprint, count);
                return read;
            case MessageKind.CharterList:
                read = CharterMessages.TryReadList(
                    bytes, out ulong first, out ulong last, out ulong[] names);
                CharterMessages.WriteList(ref body, first, last, names);
                return read;
            case MessageKind.CharterWant:
                read = CharterMessages.TryReadWant(bytes, out names);
                CharterMessages.WriteWant(ref body, names);
                return read;
            default:
                Span<Range> parts = stackalloc Range[CharterMessages.StatementsMax];
                if (!CharterMessages.TryReadStatements(bytes, parts, out int length))
                    return false;
                body.U8((byte)length);
                foreach (Range part in parts[..length])
                {
                    body.U16((ushort)bytes.AsSpan(part).Length);
                    body.Bytes(bytes.AsSpan(part));
                }

                return true;
        }
    }

    private static void WriteStatements(ref WireWriter body, ref Rng rng)
    {
        int count = 1 + rng.Below(4);
        body.U8((byte)count);
        Span<byte> bytes = stackalloc byte[200];
        for (; count > 0; count--)
        {
            int length = rng.Below(200);
            Seed.Fill(bytes[..length], ref rng);
            body.U16((ushort)length);
            body.Bytes(bytes[..length]);
        }
    }
}
