using System.Text.Json.Serialization;

namespace P2PCS.Host.Storage;

/// <summary>How <c>peer.json</c> is written and read.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PeerFile))]
internal sealed partial class PeerFileJson : JsonSerializerContext;
