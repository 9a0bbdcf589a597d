using System.Text.Json.Serialization;

namespace P2PCS.Host.Identity;

/// <summary>What <c>membership.json</c> holds; bytes are base64url.</summary>
/// <param name="Cloud">The cloud's id, 64 hex digits.</param>
/// <param name="Chain">The peer's chain of certificates.</param>
/// <param name="Key">The cloud's key as the peer got it; absent in an open cloud.</param>
/// <param name="OpenToken">The token that anybody may have, in an open cloud.</param>
internal sealed record MembershipFile(
    string Cloud, string Chain, MembershipKey? Key = null, string? OpenToken = null);

/// <summary>One generation of the cloud's key.</summary>
/// <param name="Generation">From 1.</param>
/// <param name="Secret">32 bytes.</param>
internal sealed record MembershipKey(uint Generation, string Secret);

/// <summary>How the files of a membership are written and read.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MembershipFile))]
[JsonSerializable(typeof(RememberedPeer[]))]
internal sealed partial class MembershipJsonContext : JsonSerializerContext;
