using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using P2PCS.Host.Storage;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Identity;

/// <summary>Keeps a membership in the data directory, mode 0600.</summary>
public static class MembershipStore
{
    /// <summary>Writes it down, replacing an older one in one step.</summary>
    /// <exception cref="IOException">The disk refuses; an older file is untouched.</exception>
    public static void Write(DataDirectory directory, CloudMembership membership)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(membership);
        CloudKey key = membership.Keys.Current;
        var file = new MembershipFile(
            membership.Cloud.ToString(),
            Base64Url.EncodeToString(membership.Chain.Bytes.Span),
            membership.IsOpen
                ? null
                : new MembershipKey(key.Generation, Base64Url.EncodeToString(key.Secret)),
            membership.OpenToken?.Format());
        PrivateFile.Write(
            directory.MembershipFile,
            JsonSerializer.SerializeToUtf8Bytes(
                file, MembershipJsonContext.Default.MembershipFile));
    }

    /// <summary>Reads it; null where there is none.</summary>
    /// <exception cref="IOException">It is damaged, can be read by others, or is of another peer;
    /// the message says what to do, and the file is left alone.</exception>
    public static CloudMembership? Read(DataDirectory directory, PeerIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(identity);
        string path = directory.MembershipFile;
        if (!File.Exists(path))
            return null;
        string text = PrivateFile.ReadText(path, "membership");
        MembershipFile? file;
        try
        {
            file = JsonSerializer.Deserialize(text, MembershipJsonContext.Default.MembershipFile);
        }
        catch (JsonException damage)
        {
            throw Damaged(path, damage.Message, damage);
        }

        if (file is null || !Digest.TryParse(file.Cloud, out Digest cloud)
            || Bytes(file.Chain) is not { } chain
            || Credential.TryRead(chain, out Credential? credential) != AdmissionRefusal.None
            || credential!.Links is not [.., { Kind: LinkKind.Peer }])
        {
            throw Damaged(path, "It holds no chain of certificates.", null);
        }

        if (credential.Links[^1].Subject != PublicKey.Of(identity.Key))
        {
            throw new IOException($"{path} is of another peer than {directory.IdentityFile}: " +
                "restore the two together, or move both away to start as a new peer.");
        }

        var id = new CloudId(cloud);
        if (!credential.Root.TryExpand(out ECPoint root) || PublicKey.HashOf(root) != cloud)
            throw Damaged(path, "Its chain is of another cloud.", null);
        InviteToken? open = null;
        if (file.OpenToken is not null && !InviteToken.TryParse(file.OpenToken, out open))
            throw Damaged(path, "Its token is damaged.", null);
        CloudKeys keys = open is not null
            ? CloudKeys.Open(id)
            : ReadKey(file) ?? throw Damaged(path, "It holds no key of the cloud.", null);
        return new CloudMembership(id, credential, keys, open, ReadRoot(directory, id));
    }

    private static CloudKeys? ReadKey(MembershipFile file) =>
        file.Key is { Generation: > 0 } key
            && Bytes(key.Secret) is { Length: CloudKey.SecretLength } secret
            ? new CloudKeys(new CloudKey(key.Generation, secret))
            : null;

    private static ECDsa? ReadRoot(DataDirectory directory, CloudId cloud)
    {
        string path = directory.RootKeyFile;
        if (!File.Exists(path))
            return null;
        ECDsa root = KeyFile.Load(
            path, "move it away: the cloud goes on, but nobody invites and bans as its root.");
        if (PublicKey.HashOf(root.ExportParameters(false).Q) == cloud.Hash)
            return root;
        root.Dispose();
        throw new IOException($"{path} is the root key of another cloud than " +
            $"{directory.MembershipFile} is of: restore the two together, or move it away.");
    }

    private static byte[]? Bytes(string text) =>
        Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static IOException Damaged(string path, string detail, Exception? cause) => new(
        $"{path} is damaged: restore it from a copy, or move it away and join again with a new " +
        $"token. ({detail.ReplaceLineEndings(" ")})", cause);
}
