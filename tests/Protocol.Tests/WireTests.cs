using P2PCS.Protocol.Wire;
using P2PCS.Tests;

namespace P2PCS.Protocol.Tests;

public sealed class WireTests
{
    [Fact]
    public void What_is_written_is_read_again() => Seed.Run((ref Rng rng) =>
    {
        byte[] buffer = new byte[256];
        for (int i = 0; i < 200; i++)
        {
            byte u8 = (byte)rng.Next();
            ushort u16 = (ushort)rng.Next();
            uint u32 = (uint)rng.Next();
            ulong u64 = rng.Next();
            UInt128 u128 = rng.NextName();
            PeerId peer = Seed.Peer(ref rng);
            PeerAddress address = Seed.Address(ref rng);
            var fence = new Fence((uint)rng.Next(), (uint)rng.Next());
            var resources = new Resources((uint)rng.Next(), (uint)rng.Next());
            var writer = new WireWriter(buffer);
            writer.U8(u8);
            writer.U16(u16);
            writer.U32(u32);
            writer.U64(u64);
            writer.U128(u128);
            writer.Digest(peer.Hash);
            writer.PeerId(peer);
            writer.Address(address);
            writer.Fence(fence);
            writer.Resources(resources);
            Assert.Equal(1 + 2 + 4 + 8 + 16 + 32 + 32 + 18 + 8 + 8, writer.Length);
            var reader = new WireReader(buffer.AsSpan(0, writer.Length));
            Assert.Equal(u8, reader.U8());
            Assert.Equal(u16, reader.U16());
            Assert.Equal(u32, reader.U32());
            Assert.Equal(u64, reader.U64());
            Assert.Equal(u128, reader.U128());
            Assert.Equal(peer.Hash, reader.Digest());
            Assert.False(reader.Complete);
            Assert.Equal(peer, reader.PeerId());
            Assert.Equal(address, reader.Address());
            Assert.Equal(fence, reader.Fence());
            Assert.Equal(resources, reader.Resources());
            Assert.True(reader.Complete);
        }
    });

    [Fact]
    public void Numbers_are_little_endian_and_names_and_addresses_big_endian()
    {
        byte[] buffer = new byte[128];
        var writer = new WireWriter(buffer);
        writer.U32(0x01020304);
        writer.U128(0x0102);
        writer.Digest(new Digest(0x0102030405060708, 0, 0, 9));
        writer.Address(new PeerAddress(new UInt128(0, 0xFFFF7F000001), 7400));
        Assert.Equal(
            "04030201" + "02010000000000000000000000000000"
            + "0102030405060708" + "00000000000000000000000000000000" + "0000000000000009"
            + "00000000000000000000ffff7f000001" + "e81c",
            Convert.ToHexStringLower(buffer.AsSpan(0, writer.Length)));
    }

    [Fact]
    public void Reading_past_the_end_gives_zeros_and_fails_for_good()
    {
        var reader = new WireReader([1, 2, 3]);
        Assert.Equal(0u, reader.U32());
        Assert.Equal(0, reader.U8());
        Assert.Equal(0, reader.U16());
        Assert.Equal(0ul, reader.U64());
        Assert.Equal(UInt128.Zero, reader.U128());
        Assert.True(reader.Digest().IsNone);
        Assert.True(reader.PeerId().IsNone);
        Assert.True(reader.Address().IsNone);
        Assert.True(reader.Fence().IsNone);
        Assert.Equal(default, reader.Resources());
        Assert.False(reader.Complete);
    }

    [Fact]
    public void Bytes_left_over_fail()
    {
        var reader = new WireReader([1, 2]);
        reader.U8();
        Assert.False(reader.Complete);
    }

    [Fact]
    public void Nobody_and_nowhere_fail()
    {
        var peer = new WireReader(new byte[PeerId.Length]);
        peer.PeerId();
        Assert.False(peer.Complete);
        var address = new WireReader(new byte[PeerAddress.Length]);
        address.Address();
        Assert.False(address.Complete);
    }

    [Fact]
    public void A_broken_requirement_fails_and_a_later_kept_one_does_not_mend_it()
    {
        var reader = new WireReader([]);
        Assert.True(reader.Complete);
        reader.Require(false);
        reader.Require(true);
        Assert.False(reader.Complete);
    }
}
