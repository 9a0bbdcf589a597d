namespace P2PCS.Tidy.Tests.Rules;

/// <summary>
/// No clock, entropy, thread, task, socket or file below the shells. The banned-symbols analyzer
/// sees calls; these two nets catch types that stand in a signature only.
/// </summary>
public static class SansIO
{
    private static readonly string[] AllowedAssemblies =
    [
        "System.Runtime", "System.Collections", "System.Memory", "System.Linq",
        "System.Runtime.InteropServices", "System.Runtime.Intrinsics",
    ];

    private static readonly Pattern[] Forbidden =
    [
        new(@"\basync\s", "a kernel answers at once with its Outbox"),
        new(@"\bawait\s", "a kernel answers at once with its Outbox"),
        new(@"\b(Value)?Task\s*<", "a kernel answers at once with its Outbox"),
        new(@"\bThread(Pool)?\b", "a kernel is stepped by a shell"),
        new(@"\bSystem\.(Net|IO|Threading)\b", "ask through the Outbox; the shell does it"),
    ];

    private static readonly Pattern[] ForbiddenInSimulation =
    [
        new(@"\bDateTime(Offset)?\s*\.\s*(Utc)?Now\b", "virtual time: take an Instant"),
        new(@"\bStopwatch\b", "virtual time; progress is shown by the Host"),
        new(@"\bEnvironment\s*\.\s*TickCount", "virtual time: take an Instant"),
        new(@"\bRandom\s*\.\s*Shared\b", "one seed, one history: take a ref Rng"),
        new(@"\bnew\s+Random\b", "one seed, one history: take a ref Rng"),
        new(@"\bGuid\s*\.\s*(NewGuid|CreateVersion7)\b", "one seed, one history: take a ref Rng"),
        new(@"\bTask\s*\.\s*(Run|Delay)\b", "the engine steps its nodes in order"),
        new(@"\bThread\s*\.\s*Sleep\b", "virtual time: schedule a deadline"),
    ];

    /// <summary>A built project may name values, spans and lower floors.</summary>
    public static IEnumerable<Finding> InReferences(
        string project, IEnumerable<string> references) =>
        from reference in references
        where !AllowedAssemblies.Contains(reference)
            && !reference.StartsWith("System.Numerics", StringComparison.Ordinal)
            // A peer's id is the SHA-256 of its key: a pure function of Protocol alone.
            && !(project == "Protocol" && reference == "System.Security.Cryptography")
            // Chains are verified, and signed with a key that the shell hands over, in Membership.
            && !(project == "Membership" && reference is "System.Security.Cryptography"
                or "System.Runtime.Numerics")
            // MATCHES is .NET's engine without backtracking: a pure function too.
            && !(project == "Query" && reference == "System.Text.RegularExpressions")
            && !(reference.StartsWith("P2PCS.", StringComparison.Ordinal)
                && Floors.IsBelowShells(reference["P2PCS.".Length..]))
        select new Finding($"src/{project}", 1,
            $"its assembly references {reference}, which no project below the shells may need");

    /// <summary>A source file of a project below the shells.</summary>
    public static IEnumerable<Finding> In(string path, string text) =>
        Pattern.AnyIn(path, SourceText.Code(text), Forbidden);

    /// <summary>A source file of the simulator: no real time, no entropy.</summary>
    public static IEnumerable<Finding> InSimulation(string path, string text) =>
        Pattern.AnyIn(path, SourceText.Code(text), ForbiddenInSimulation);
}
