using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Admission;

public sealed class CredentialTests : IDisposable
{
    private const uint Start = TestCloud.Start;
    private const uint Day = TestCloud.Day;

    private readonly TestCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void Root_invite_and_peer_make_a_member_with_the_id_of_its_key()
    {
        var invite = cloud.Invite(cloud.RootPair, Role.Customer, 3);
        var (chain, key) = cloud.Join(invite);
        AdmissionRefusal refusal = CredentialCheck.Verify(
            chain.Bytes.Span, cloud.Id, Start, new StatementSet(), out VerifiedPeer peer);
        Assert.Equal(AdmissionRefusal.None, refusal);
        Digest spki = Digest.Read(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(new PeerId(spki), peer.Id);
        Assert.Equal((Role.Customer, (long)(Start + (365 * Day))), (peer.Role, peer.NotAfter));
        Assert.Equal((invite.Chain.Links[^1].InviteId, (ushort)3), (peer.Invite, peer.Uses));
        Assert.Equal(253, chain.Bytes.Length);
    }

    [Fact]
    public void Six_links_are_a_chain_under_700_bytes_and_seven_are_none()
    {
        var first = cloud.Admin(cloud.RootPair);
        var second = cloud.Admin(first);
        var third = cloud.Join(cloud.Invite(second));
        Assert.Equal(6, third.Chain.Links.Length);
        Assert.Equal(689, third.Chain.Bytes.Length);
        Assert.Equal(AdmissionRefusal.None, cloud.Verify(third.Chain));
        byte[] longer = third.Chain.Bytes.ToArray();
        longer[34] = 7;
        Assert.Equal(AdmissionRefusal.ChainTooLong, cloud.Verify(longer, new StatementSet()));
        Assert.Equal(
            AdmissionRefusal.ChainTooLong, cloud.Verify(new byte[701], new StatementSet()));
    }

    [Fact]
    public void A_chain_with_any_bit_changed_is_refused()
    {
        byte[] good = cloud.Join(cloud.Invite(cloud.RootPair)).Chain.Bytes.ToArray();
        var none = new StatementSet();
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(AdmissionRefusal.None, cloud.Verify(bad, none));
        }

        for (int length = 0; length < good.Length; length++)
            Assert.Equal(AdmissionRefusal.Malformed, cloud.Verify(good.AsSpan(0, length), none));
        Assert.Equal(AdmissionRefusal.Malformed, cloud.Verify([.. good, 0], none));
        Assert.Equal(AdmissionRefusal.None, cloud.Verify(good, none));
    }

    [Fact]
    public void The_other_form_of_a_signature_is_refused()
    {
        byte[] chain = cloud.Founder().Chain.Bytes.ToArray();
        Span<byte> s = chain.AsSpan(chain.Length - 32);
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString(
                "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
            isUnsigned: true,
            isBigEndian: true);
        var turned = order - new System.Numerics.BigInteger(s, true, true);
        s.Clear();
        turned.TryWriteBytes(
            s[^turned.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
        Assert.Equal(AdmissionRefusal.Malformed, cloud.Verify(chain, new StatementSet()));
    }

    [Fact]
    public void Every_reason_is_told()
    {
        var invite = cloud.Invite(cloud.RootPair);
        var member = cloud.Join(invite);
        using var other = new TestCloud();
        Assert.Equal(AdmissionRefusal.WrongCloud, other.Verify(member.Chain));
        Assert.Equal(
            AdmissionRefusal.Expired, cloud.Verify(member.Chain, Start + (365L * Day) + 1));
        Assert.Equal(AdmissionRefusal.NotYetValid, cloud.Verify(member.Chain, Start - 601));
        Assert.Equal(AdmissionRefusal.None, cloud.Verify(member.Chain, Start - 600));
        Assert.Equal(AdmissionRefusal.WrongOrder, cloud.Verify(invite.Chain));
        Assert.Equal(AdmissionRefusal.WrongOrder, cloud.Verify(cloud.RootChain));

        CertificateLink good = member.Chain.Links[^1];
        Check(good with { From = Start + Day + 1 }, AdmissionRefusal.InviteExpired);
        Check(good with { Until = good.Until + 1 }, AdmissionRefusal.ValidityTooWide);
        Check(good with { From = Start - 1 }, AdmissionRefusal.ValidityTooWide);
        Check(good with { Role = Role.Admin }, AdmissionRefusal.RoleTooWide);
        Check(
            good with { Kind = LinkKind.Invite, JoinUntil = good.Until },
            AdmissionRefusal.WrongOrder);

        var stranger = invite.Chain.With(good, member.Key, cloud.Id);
        Assert.Equal(AdmissionRefusal.BadSignature, cloud.Verify(stranger));
        var byCustomer = cloud.Join(cloud.Invite(member));
        Assert.Equal(AdmissionRefusal.RoleTooWide, cloud.Verify(byCustomer.Chain));

        void Check(CertificateLink link, AdmissionRefusal expected) => Assert.Equal(
            expected, cloud.Verify(invite.Chain.With(link, invite.Key, cloud.Id)));
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_refused()
    {
        int refused = 0;
        for (ulong x = 1; x < 20; x++)
        {
            var key = new PublicKey(false, new Digest(0, 0, 0, x));
            if (key.TryExpand(out _))
                continue;
            refused++;
            var chain = cloud.RootChain.With(
                new CertificateLink(LinkKind.Peer, Role.Peer, key, Start, Start + Day),
                cloud.Root,
                cloud.Id);
            Assert.Equal(AdmissionRefusal.Malformed, cloud.Verify(chain));
        }

        Assert.InRange(refused, 4, 15);
    }

    [Fact]
    public void Compressed_keys_are_the_points_the_framework_made()
    {
        for (int i = 0; i < 50; i++)
        {
            ECPoint point = cloud.NewKey().ExportParameters(false).Q;
            Assert.True(PublicKey.Of(point).TryExpand(out ECPoint again));
            Assert.Equal(point.X, again.X);
            Assert.Equal(point.Y, again.Y);
        }
    }

    [Fact]
    public void Mutated_chains_never_throw_and_only_the_untouched_one_is_accepted() =>
        Seed.Run((ref Rng rng) =>
        {
            byte[][] corpus =
            [
                cloud.Founder().Chain.Bytes.ToArray(),
                cloud.Join(cloud.Invite(cloud.RootPair)).Chain.Bytes.ToArray(),
                cloud.Join(cloud.Invite(cloud.Admin(cloud.RootPair))).Chain.Bytes.ToArray(),
            ];
            var none = new StatementSet();
            ulong count = Seed.Number("P2PCS_FUZZ_CHAINS", 2_000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (ulong i = 0; i < count; i++)
            {
                byte[] good = corpus[rng.Below(corpus.Length)];
                byte[] bad = Mutation.Of(good, corpus[rng.Below(corpus.Length)], ref rng);
                AdmissionRefusal refusal = cloud.Verify(bad, none);
                bool same = corpus.Any(chain => chain.AsSpan().SequenceEqual(bad));
                Assert.Equal(same, refusal == AdmissionRefusal.None);
            }

            // Big numbers of the square roots are most of it; no length in a chain is trusted.
            long each = (GC.GetAllocatedBytesForCurrentThread() - before) / (long)count;
            Assert.InRange(each, 0, 200_000);
        });
}
