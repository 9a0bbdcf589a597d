using System.Text.Json.Serialization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SelfBody))]
[JsonSerializable(typeof(PeerBody[]))]
[JsonSerializable(typeof(SubcloudRequest))]
[JsonSerializable(typeof(SubcloudBody[]))]
[JsonSerializable(typeof(SubcloudChange))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(PlanBody))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(MemberBody[]))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(LeaseBody[]))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(TaskRequest[]))]
[JsonSerializable(typeof(TaskBody[]))]
[JsonSerializable(typeof(ResultBody[]))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InviteBody[]))]
[JsonSerializable(typeof(BanBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryBody))]
[JsonSerializable(typeof(ContinuousQueryBody[]))]
[JsonSerializable(typeof(CatalogTableBody[]))]
[JsonSerializable(typeof(SlicesBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int?))]
internal sealed partial class RestJson : JsonSerializerContext;
