using System.Diagnostics.CodeAnalysis;
using P2PCS.Protocol;
using P2PCS.Query.Language;

namespace P2PCS.Query.Execution;

/// <summary>Answers a query from standing aggregates, if those can tell.</summary>
/// <param name="now">The moment.</param>
/// <param name="query">The query.</param>
/// <param name="answer">The answer; null where another plan is needed.</param>
public delegate bool StandingAnswers(
    Instant now, BoundQuery query, [NotNullWhen(true)] out QueryAnswer? answer);
