using P2PCS.Host.Identity;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Host.Tests.Sealing;
using P2PCS.Host.Tests.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Streams;

public sealed class ChainCheckTests : IDisposable
{
    private readonly SteppedTime time = new();
    private readonly TempDirectory temp = new();
    private readonly DataDirectory directory;
    private readonly PeerIdentity founder;
    private readonly CloudMembership membership;
    private readonly ChainCheck check;

    public ChainCheckTests()
    {
        directory = DataDirectory.Open(temp.At("founder"));
        founder = PeerIdentity.LoadOrCreate(directory);
        membership = CloudMembership.Found(directory, founder, open: false, time.GetUtcNow());
        check = new ChainCheck(membership.Cloud, time);
    }

    public void Dispose()
    {
        membership.Dispose();
        founder.Dispose();
        directory.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task The_callers_own_chain_makes_it_a_member()
    {
        (AdmissionRefusal? refusal, AdmittedPeer? member) =
            await check.VerifyAsync(From(1), founder.Id, membership.Chain.Bytes);

        Assert.Equal(AdmissionRefusal.None, refusal);
        Assert.Equal(founder.Id, member!.Peer.Id);
    }

    [Fact]
    public async Task A_chain_of_another_key_is_refused()
    {
        var other = new PeerId(new Digest(1, 2, 3, 4));

        Assert.Equal(AdmissionRefusal.BadSignature, await RefusalAsync(From(1), other));
    }

    [Fact]
    public async Task A_chain_with_a_wrong_signature_or_of_another_cloud_is_refused()
    {
        byte[] broken = membership.Chain.Bytes.ToArray();
        broken[^1] ^= 1;
        (AdmissionRefusal? refusal, AdmittedPeer? member) =
            await check.VerifyAsync(From(1), founder.Id, broken);
        Assert.NotEqual(AdmissionRefusal.None, refusal);
        Assert.NotNull(refusal);
        Assert.Null(member);

        var elsewhere = new ChainCheck(new CloudId(new Digest(1, 1, 1, 1)), time);
        (refusal, member) =
            await elsewhere.VerifyAsync(From(1), founder.Id, membership.Chain.Bytes);
        Assert.Equal(AdmissionRefusal.WrongCloud, refusal);
        Assert.Null(member);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(700)]
    public async Task What_is_no_chain_is_refused_and_costs_nothing(int length)
    {
        for (int i = 0; i < 200; i++)
        {
            (AdmissionRefusal? refusal, AdmittedPeer? member) =
                await check.VerifyAsync(From(1), founder.Id, new byte[length]);
            Assert.Equal(AdmissionRefusal.Malformed, refusal);
            Assert.Null(member);
        }

        Assert.Equal(AdmissionRefusal.None, await RefusalAsync(From(1), founder.Id));
    }

    [Fact]
    public async Task A_membership_that_is_over_is_refused()
    {
        time.Step(TimeSpan.FromDays(50 * 365));

        Assert.Equal(AdmissionRefusal.Expired, await RefusalAsync(From(1), founder.Id));
    }

    [Fact]
    public async Task A_source_has_its_share_and_comes_again_later()
    {
        for (int i = 0; i < 2 * ChainCheck.SourceRate; i++)
            Assert.Equal(AdmissionRefusal.None, await RefusalAsync(From(1), founder.Id));
        Assert.Null(await RefusalAsync(From(1), founder.Id));
        Assert.Equal(AdmissionRefusal.None, await RefusalAsync(From(2), founder.Id));

        time.Step(TimeSpan.FromSeconds(1));
        Assert.Equal(AdmissionRefusal.None, await RefusalAsync(From(1), founder.Id));
    }

    [Fact]
    public async Task All_sources_together_have_a_share()
    {
        for (uint i = 0; i < 2 * ChainCheck.TotalRate; i++)
            Assert.Equal(AdmissionRefusal.None, await RefusalAsync(From(i), founder.Id));
        Assert.Null(await RefusalAsync(From(1000), founder.Id));
    }

    private async Task<AdmissionRefusal?> RefusalAsync(PeerAddress from, PeerId caller) =>
        (await check.VerifyAsync(from, caller, membership.Chain.Bytes)).Refusal;

    // Each in a /24 of its own.
    private static PeerAddress From(uint number) =>
        PeerAddress.Narrow([10, (byte)(number >> 8), (byte)number, 1], 7400);
}
