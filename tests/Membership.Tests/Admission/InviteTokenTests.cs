using P2PCS.Membership.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Admission;

public sealed class InviteTokenTests : IDisposable
{
    private readonly TestCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public void A_token_carries_all_that_a_newcomer_needs()
    {
        InviteToken token = Token();
        string text = token.Format();
        Assert.True(InviteToken.TryParse($"  {text}\n", out InviteToken? read));
        Assert.Equal(token.Invite.Bytes.ToArray(), read!.Invite.Bytes.ToArray());
        Assert.Equal(token.PrivateKey.ToArray(), read.PrivateKey.ToArray());
        Assert.Equal(token.Contacts, read.Contacts);
        Assert.Equal(5u, read.Key!.Generation);
        Assert.Equal(token.Key!.Secret.ToArray(), read.Key.Secret.ToArray());
        Assert.Equal(text, read.Format());
        Assert.DoesNotContain("p2pcs1", $"{read} {read.Key}", StringComparison.Ordinal);
        Assert.InRange(text.Length, 300, 350);
    }

    [Fact]
    public void The_token_of_an_open_cloud_carries_no_key()
    {
        InviteToken token = Token() with { Key = null };
        Assert.True(InviteToken.TryParse(token.Format(), out InviteToken? read));
        Assert.Null(read!.Key);
        Assert.Equal(
            CloudKeys.Open(cloud.Id).Current.Secret.ToArray(),
            CloudKeys.Open(cloud.Id).Current.Secret.ToArray());
    }

    [Fact]
    public void A_text_with_any_letter_changed_added_or_left_out_is_refused()
    {
        string text = Token().Format();
        for (int i = 0; i < text.Length; i++)
        {
            foreach (char c in "Aa0-_=+/ \n.~")
            {
                if (text[i] == c)
                    continue;
                string changed = text[..i] + c + text[(i + 1)..];
                Assert.False(InviteToken.TryParse(changed, out _), changed);
                bool blank = i == 0 && char.IsWhiteSpace(c);
                string added = text[..i] + c + text[i..];
                Assert.Equal(blank, InviteToken.TryParse(added, out _));
            }

            Assert.False(InviteToken.TryParse(text.AsSpan(0, i), out _));
            Assert.False(InviteToken.TryParse(text[..i] + text[(i + 1)..], out _));
        }
    }

    [Fact]
    public void No_text_makes_the_reader_throw() => Seed.Run((ref Rng rng) =>
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(Token().Format());
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bad = Mutation.Of(text, text, ref rng);
            bool same = bad.AsSpan().SequenceEqual(text);
            Assert.Equal(
                same, InviteToken.TryParse(System.Text.Encoding.Latin1.GetString(bad), out _));
        }
    });

    private InviteToken Token()
    {
        var (chain, key) = cloud.Invite(cloud.RootPair);
        byte[] secret = new byte[32];
        secret[3] = 7;
        return new InviteToken(
            chain,
            key.ExportParameters(true).D,
            new CloudKey(5, secret),
            [new PeerAddress(new UInt128(0, 0xFFFF_7F00_0001), 7400)]);
    }
}
