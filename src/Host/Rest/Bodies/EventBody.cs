using System.Text.Json.Serialization;

namespace P2PCS.Host.Rest.Bodies;

/// <summary>Something that happened, as a CloudEvent 1.0.</summary>
/// <param name="SpecVersion"><c>1.0</c>.</param>
/// <param name="Id">Boot epoch and number of the event at its peer, <c>EPOCH-NUMBER</c>.</param>
/// <param name="Source">The peer, <c>/peers/ID</c>.</param>
/// <param name="Type">What happened, such as <c>p2pcs.member.lost</c>.</param>
/// <param name="Subject">What it happened to: id of a subcloud or a task; null if neither.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Data">More of it.</param>
public sealed record EventBody(
    [property: JsonPropertyName("specversion")] string SpecVersion,
    string Id,
    string Source,
    string Type,
    string? Subject,
    DateTimeOffset Time,
    EventDetail Data);

/// <summary>What goes with an event.</summary>
/// <param name="Peer">Id of the machine it is about, or null.</param>
/// <param name="State">The state entered, or null.</param>
/// <param name="Value">A number that goes with the type.</param>
public sealed record EventDetail(string? Peer, string? State, long? Value);
