using System.Security.Cryptography;
using System.Text.RegularExpressions;
using P2PCS.Host.Bench;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>
/// The sealed examples of docs/WIRE.md are what two channels with fixed keys and fixed entropy
/// say, and understand; UPDATE_GOLDEN=1 rewrites them, with new signatures.
/// </summary>
public sealed partial class SealedPageTests : IDisposable
{
    private static readonly string[] Names =
        ["Signatures", "Init", "Cookie", "Response", "Data", "Unknown", "Refused"];

    private readonly Instant now = new(0);
    private readonly List<byte[]> log = [];
    private readonly List<string> frames = [];
    private readonly string path = Path.Combine(Root(), "docs", "WIRE.md");
    private readonly Dictionary<int, EcdsaSignature> signatures = [];
    private SealedChannel? a;
    private SealedChannel? b;

    public void Dispose()
    {
        a?.Dispose();
        b?.Dispose();
    }

    [Fact]
    public void Every_sealed_example_of_the_page_is_what_two_peers_say()
    {
        string page = File.ReadAllText(path);
        bool updating = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";
        if (!updating)
            ReadSignatures(page);
        Dictionary<string, byte[]> said = Say();
        Assert.Equal(["hello"], frames);
        string expected = Example().Replace(page, example => example.Groups["before"].Value
            + Lines(said[example.Groups["name"].Value]) + "```");
        if (updating)
            File.WriteAllText(path, expected);
        else
            Assert.Equal(expected, page);
        Assert.Equal(
            Names, Example().Matches(page).Select(example => example.Groups["name"].Value));
    }

    // A's second Init brings the cookie; B forgets A, and later does not want it.
    private Dictionary<string, byte[]> Say()
    {
        a = Open(1, 0x00);
        b = Open(2, 0x80);
        a.Seal(now, At(2), "hello"u8);
        for (int sent = 0; sent < log.Count; sent++)
            Deliver(sent % 2 == 0 ? b : a, sent % 2 == 0 ? 1 : 2, log[sent]);
        Assert.Equal(5, log.Count);
        byte[][] handshake = [.. log];
        using SealedChannel deaf = Open(2, 0xC0);
        byte[] stray = new byte[60];
        handshake[4].AsSpan(0, Session.HeaderLength).CopyTo(stray);
        Deliver(deaf, 1, stray);
        using var lobby = new Lobby(Counting(0x40));
        byte[] refused = new byte[NoticeMessage.LengthOf(DatagramType.Refused) + Lobby.Overhead];
        uint index = new WireReader(Forge.Open(handshake[2]).AsSpan(16, 4)).U32();
        var notice = new NoticeMessage(index, 0, (byte)AdmissionRefusal.Expired);
        notice.Write(DatagramType.Refused, refused.AsSpan(Lobby.HeaderLength));
        lobby.Seal(DatagramType.Refused, SealedNet.FirstKey, refused);
        byte[] both = new byte[2 * EcdsaSignature.Length];
        var writer = new WireWriter(both);
        signatures[1].Write(ref writer);
        signatures[2].Write(ref writer);
        return new Dictionary<string, byte[]>
        {
            ["Signatures"] = both,
            ["Init"] = handshake[2],
            ["Cookie"] = handshake[1],
            ["Response"] = handshake[3],
            ["Data"] = handshake[4],
            ["Unknown"] = log[^1],
            ["Refused"] = refused,
        };
    }

    private void Deliver(SealedChannel to, int from, byte[] datagram)
    {
        if (to.TryOpen(now, At(from), datagram, out _, out ReadOnlySpan<byte> frame))
            frames.Add(System.Text.Encoding.ASCII.GetString(frame));
    }

    private SealedChannel Open(int number, byte first)
    {
        using var key = ECDsa.Create(Private((byte)(10 + number)));
        byte[] credential = key.ExportSubjectPublicKeyInfo();
        return new SealedChannel(new SealedChannelParts(
            new SealingOptions(),
            new HandshakeIdentity(
                new PeerId(Host.Storage.Sha256.Of(credential)),
                3,
                SealedNet.Cloud,
                credential,
                input => Sign(number, input),
                Verify),
            SealedNet.Keys,
            Counting(first) with
            {
                NewKey = () => ECDiffieHellman.Create(Private((byte)(20 + number))),
            },
            (_, _, bytes) => log.Add(bytes.ToArray()),
            _ => { }));
    }

    private EcdsaSignature Sign(int number, ReadOnlySpan<byte> input)
    {
        if (!signatures.TryGetValue(number, out EcdsaSignature signature))
        {
            using var key = ECDsa.Create(Private((byte)(10 + number)));
            signature = EcdsaSignature.Sign(key, input);
            signatures.Add(number, signature);
        }

        return signature;
    }

    private void ReadSignatures(string page)
    {
        Match found = Example().Matches(page)
            .Single(example => example.Groups["name"].Value == "Signatures");
        byte[] bytes = [.. found.Groups["hex"].Value
            .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Convert.ToByte(word, 16))];
        var reader = new WireReader(bytes);
        signatures[1] = EcdsaSignature.Read(ref reader);
        signatures[2] = EcdsaSignature.Read(ref reader);
        Assert.True(reader.Complete);
    }

    private static SealingEntropy Counting(byte next) => SealingEntropy.System with
    {
        Fill = bytes =>
        {
            foreach (ref byte b in bytes)
                b = next++;
        },
    };

    // A private key that is a small number.
    private static ECParameters Private(byte number)
    {
        byte[] d = new byte[32];
        d[^1] = number;
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d };
    }

    private static PeerAddress At(int number) =>
        new(0xFFFF7F000001, (ushort)(7400 + number));

    private static AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder) =>
        SpkiCredential.Verify(credential, out holder);

    private static string Lines(byte[] bytes) => string.Concat(bytes.Chunk(16).Select(
        chunk => string.Join(' ', chunk.Select(b => $"{b:x2}")) + "\n"));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "P2PCS.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("P2PCS.sln is in no folder above");
    }

    [GeneratedRegex(
        "(?<before>^#### (?<name>\\w+)\\n(?:(?!^###).*\\n)*?```hex\\n)"
        + "(?<hex>(?:[0-9a-f ]+\\n)*)```",
        RegexOptions.Multiline)]
    private static partial Regex Example();
}
