using System.Text.Json.Serialization;

namespace P2PCS.Host.Attempts;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TaskSpec))]
[JsonSerializable(typeof(ResultManifest))]
internal sealed partial class AttemptJson : JsonSerializerContext;
