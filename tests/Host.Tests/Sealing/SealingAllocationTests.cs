using P2PCS.Host.Bench;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

[CollectionDefinition("sealing, alone", DisableParallelization = true)]
[Collection("sealing, alone")]
public sealed class SealingAllocationTests
{
    private readonly Queue<int>[] lines = [new(16), new(16)];
    private readonly byte[][] wires = [new byte[32 * 1200], new byte[32 * 1200]];
    private readonly int[] used = new int[2];
    private readonly byte[] frame = new byte[100];
    private int received;

    [Fact]
    public void Sealing_and_opening_allocates_no_byte_once_there_is_a_session()
    {
        Instant now = new(TimeSpan.TicksPerDay);
        using SealedChannel a = Open(1, 0);
        using SealedChannel b = Open(2, 1);
        for (int i = 0; i < 50; i++)
            Exchange(now, a, b);
        Assert.Equal((1, 1), (a.Sessions, b.Sessions));
        received = 0;
        int exchanges = 0;
        AllocationWindows.AssertNone(() =>
        {
            for (int i = 0; i < 2000; i++, exchanges++)
                Exchange(now, a, b);
        });
        Assert.Equal(2 * exchanges, received);
    }

    private void Exchange(Instant now, SealedChannel a, SealedChannel b)
    {
        a.Seal(now, SealedNet.AddressOf(2), frame);
        b.Seal(now, SealedNet.AddressOf(1), frame);
        for (int hops = 0; lines[0].Count + lines[1].Count > 0; hops++)
        {
            Deliver(now, 0, SealedNet.AddressOf(1), b);
            Deliver(now, 1, SealedNet.AddressOf(2), a);
            a.Tick(now);
            b.Tick(now);
            Invariant.Holds(hops < 20);
        }
    }

    private void Deliver(Instant now, int line, PeerAddress from, SealedChannel to)
    {
        for (int start = 0; lines[line].TryDequeue(out int length); start += length)
        {
            if (to.TryOpen(now, from, wires[line].AsSpan(start, length), out _, out _))
                received++;
        }

        used[line] = 0;
    }

    private SealedChannel Open(int number, int line)
    {
        byte[] credential = SealedPeer.KeyOf(number).ExportSubjectPublicKeyInfo();
        var id = new PeerId(Host.Storage.Sha256.Of(credential));
        return new SealedChannel(new SealedChannelParts(
            new SealingOptions(),
            new HandshakeIdentity(
                id,
                1,
                SealedNet.Cloud,
                credential,
                input => EcdsaSignature.Sign(SealedPeer.KeyOf(number), input),
                Verify),
            SealedNet.Keys,
            SealingEntropy.System,
            (_, _, bytes) =>
            {
                bytes.CopyTo(wires[line].AsSpan(used[line]));
                lines[line].Enqueue(bytes.Length);
                used[line] += bytes.Length;
            },
            _ => { }));
    }

    private static AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder) =>
        SpkiCredential.Verify(credential, out holder);
}
