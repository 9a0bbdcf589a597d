using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests.Admission;

public sealed class GoldenTests
{
    private const uint Now = TestCloud.Start + 100;

    [Fact]
    public void The_pinned_chain_statement_and_token_are_read_as_they_were_made()
    {
        Assert.True(Digest.TryParse(GoldenAdmission.Cloud, out Digest id));
        byte[] chain = Convert.FromHexString(GoldenAdmission.Chain);
        var statements = new StatementSet();
        Assert.Equal(AdmissionRefusal.None, CredentialCheck.Verify(
            chain, new CloudId(id), Now, statements, out VerifiedPeer peer));
        Assert.Equal(GoldenAdmission.Peer, peer.Id.ToString());
        Assert.Equal((Role.Peer, (ushort)3), (peer.Role, peer.Uses));

        Assert.Equal(AdmissionRefusal.None, Statement.Verify(
            Convert.FromHexString(GoldenAdmission.Statement),
            new CloudId(id),
            Now,
            out Statement? said));
        Assert.True(statements.Add(said!, out _));
        Assert.Equal(AdmissionRefusal.Banned, CredentialCheck.Verify(
            chain, new CloudId(id), Now, statements, out _));

        Assert.True(InviteToken.TryParse(GoldenAdmission.Token, out InviteToken? token));
        Assert.Equal(peer.Invite, token!.Invite.Links[^1].InviteId);
        Assert.Equal((2u, (byte)1), (token.Key!.Generation, token.Key.Secret[0]));
        Assert.Equal(7400, Assert.Single(token.Contacts).Port);
        Assert.Equal(GoldenAdmission.Token, token.Format());
    }
}
