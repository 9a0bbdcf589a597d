using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Identity;

/// <summary>The file <c>peers.json</c>: peers that answered lately, so that a restart needs no
/// contact from anybody. A damaged one is refused by name.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
internal sealed class RememberedPeers(string path)
{
    /// <summary>Most peers in the file. Our guess: enough for one to be up after a storm.
    /// </summary>
    public const int CountMax = 128;

    private RememberedPeer[] written = [];

    /// <summary>Their addresses.</summary>
    /// <exception cref="IOException">The file can be read by others or not at all, or is damaged;
    /// the message says what to do.</exception>
    public IReadOnlyList<IPEndPoint> Read()
    {
        if (!File.Exists(path))
            return [];
        string text = PrivateFile.ReadText(path, "list of peers");
        try
        {
            written = JsonSerializer.Deserialize(
                text, MembershipJsonContext.Default.RememberedPeerArray) ?? [];
            return [.. written.Take(CountMax).Select(peer => IPEndPoint.Parse(peer.Address))];
        }
        catch (Exception damage) when (damage is JsonException or FormatException)
        {
            throw new IOException($"{path} is damaged: restore it from a copy, or remove it and " +
                "pass --join ADDR:PORT once.", damage);
        }
    }

    /// <summary>Writes down a random choice of those that answer; while nobody does, the file
    /// stays as it is.</summary>
    /// <exception cref="IOException">The disk refuses; the old file is untouched.</exception>
    public void Write(IReadOnlyList<PeerBody> peers)
    {
        PeerBody[] alive = [.. peers.Where(peer => !peer.Self && peer.State == "alive")];
        if (alive.Length == 0)
            return;
        if (alive.Length > CountMax)
            RandomNumberGenerator.Shuffle(alive.AsSpan());
        RememberedPeer[] chosen = [.. alive.Take(CountMax)
            .Select(peer => new RememberedPeer(peer.Id, peer.Address))
            .OrderBy(peer => peer.Id, StringComparer.Ordinal)];
        if (chosen.SequenceEqual(written))
            return;
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(
            chosen, MembershipJsonContext.Default.RememberedPeerArray));
        written = chosen;
    }
}
