namespace P2PCS.Host.Rest.Bodies;

/// <summary>What a request would find now; nothing is held.</summary>
/// <param name="Succeeds">Whether at least <c>min</c> machines are free, as far as is known.
/// </param>
/// <param name="Matches">Machines that fit and are free.</param>
/// <param name="Members">Members it would have.</param>
/// <param name="Min">Members it must have.</param>
/// <param name="EstimateMs">How long that would take, in milliseconds; null where it would fail.
/// </param>
/// <param name="Shortfall">What becomes of all known peers.</param>
/// <param name="Relaxations">What to change so that it would succeed, nearest first.</param>
/// <param name="Peers">Ids of the machines that would be asked first, twenty at the most.</param>
public sealed record PlanBody(
    bool Succeeds,
    int Matches,
    int Members,
    int Min,
    int? EstimateMs,
    ShortfallBody Shortfall,
    IReadOnlyList<RelaxationBody> Relaxations,
    IReadOnlyList<string> Peers);

/// <summary>Why a subcloud is as it is.</summary>
/// <param name="Id">Which subcloud.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why, or null where nothing needs saying.</param>
/// <param name="Missing">Members still to be found.</param>
/// <param name="Shortfall">What becomes of all known peers now; after its end, what the last
/// search found.</param>
/// <param name="Answers">What machines answered so far.</param>
/// <param name="Relaxations">What to change so that it would succeed, nearest first.</param>
/// <param name="NextLookMs">When machines are asked again, in milliseconds; null where they are
/// not.</param>
public sealed record ExplainBody(
    string Id,
    string State,
    ReasonBody? Reason,
    int Missing,
    ShortfallBody Shortfall,
    AnswersBody Answers,
    IReadOnlyList<RelaxationBody> Relaxations,
    int? NextLookMs);

/// <summary>What becomes of all peers that the answering peer knows.</summary>
/// <param name="Peers">Peers that answer, this one included.</param>
/// <param name="Fitting">Of these, those that fit and are free as last heard.</param>
/// <param name="Clauses">The parts of the request, and how many peers each of them leaves out;
/// a peer may be counted by several.</param>
/// <param name="Policy">Peers left out for other reasons.</param>
public sealed record ShortfallBody(
    int Peers, int Fitting, IReadOnlyList<ClauseBody> Clauses, PolicyBody Policy);

/// <summary>A part of a request.</summary>
/// <param name="Expr">What is asked for.</param>
/// <param name="Rejects">Peers that do not have it even when idle.</param>
public sealed record ClauseBody(string Expr, int Rejects);

/// <summary>Peers that could, and do not.</summary>
/// <param name="DeclinedByOwner">They take no tasks.</param>
/// <param name="Busy">They are big enough but have not enough free.</param>
public sealed record PolicyBody(int DeclinedByOwner, int Busy);

/// <summary>What machines answered that a subcloud asked, over all rounds.</summary>
/// <param name="Rounds">Rounds of asking.</param>
/// <param name="Asked">Machines asked.</param>
/// <param name="Held">Those that held what was asked.</param>
/// <param name="Raced">Those whose room somebody else had taken meanwhile.</param>
/// <param name="Declined">Those that take no tasks any more.</param>
/// <param name="Elsewhere">Those that serve it for another controller.</param>
/// <param name="Silent">Those that did not answer in time.</param>
public sealed record AnswersBody(
    int Rounds, int Asked, int Held, int Raced, int Declined, int Elsewhere, int Silent);

/// <summary>A change to a request with which it would succeed, by what is known.</summary>
/// <param name="Change">The field.</param>
/// <param name="To">Its new value.</param>
/// <param name="Message">The same as a sentence.</param>
public sealed record RelaxationBody(string Change, string To, string Message);
