using System.Text.Json.Serialization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>A problem document (RFC 9457) as far as a client uses it.</summary>
/// <param name="Title">What kind of problem.</param>
/// <param name="Code">A word for programs.</param>
/// <param name="Detail">What is wrong here.</param>
/// <param name="Hint">What to do.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
internal sealed record ProblemAnswer(
    string? Title, string? Code, string? Detail, string? Hint, bool? Retryable)
{
    /// <summary>Line at which a query is wrong, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Character of that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>That line.</summary>
    public string? Text { get; init; }
}

/// <summary>The file <c>peer.json</c> that a serving peer keeps in its data directory.</summary>
/// <param name="Id">The peer's id.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Listen">Where other peers reach it.</param>
/// <param name="Api">Base URL of its facade.</param>
internal sealed record PeerFile(string? Id, int Pid, string? Listen, string? Api);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SelfBody))]
[JsonSerializable(typeof(PeerBody))]
[JsonSerializable(typeof(PeerBody[]))]
[JsonSerializable(typeof(SlicesBody))]
[JsonSerializable(typeof(SubcloudRequest))]
[JsonSerializable(typeof(SubcloudBody))]
[JsonSerializable(typeof(SubcloudBody[]))]
[JsonSerializable(typeof(SubcloudChange))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(PlanBody))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(MemberBody[]))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(LeaseBody[]))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskRequest[]))]
[JsonSerializable(typeof(TaskBody))]
[JsonSerializable(typeof(TaskBody[]))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InviteBody))]
[JsonSerializable(typeof(InviteBody[]))]
[JsonSerializable(typeof(BanBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(ResultBody[]))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryBody))]
[JsonSerializable(typeof(ContinuousQueryBody))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(PeerFile))]
internal sealed partial class FacadeJson : JsonSerializerContext;
