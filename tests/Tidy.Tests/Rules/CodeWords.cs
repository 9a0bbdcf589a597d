namespace P2PCS.Tidy.Tests.Rules;

/// <summary>Small texts that never stand in C# files.</summary>
public static class CodeWords
{
    private static readonly Pattern ReadOnlyRng = new(@"\breadonly\s+Rng\b",
        "a defensive copy returns the same number for ever: drop the readonly");

    private static readonly Pattern[] Waits =
    [
        new(@"\bThread\s*\.\s*Sleep\b", "await the condition itself, with a deadline"),
        new(@"\bTask\s*\.\s*Delay\b", "await the condition itself, with a deadline"),
    ];

    private static readonly Pattern[] Clocks =
    [
        new(@"\bDateTime(Offset)?\s*\.\s*(Utc)?Now\b", "tests of values take a fixed time"),
        new(@"\bStopwatch\b", "tests of values take a fixed time"),
    ];

    private static readonly Pattern[] Unfinished =
    [
        new(@"\bNotImplementedException\b", "write it or leave it out"),
        new(@"\b(TODO|FIXME|TBD)\b", "do it, or open an issue"),
    ];

    private static readonly Pattern EmptyCatch = new(
        @"\bcatch\b\s*(\([^)]*\))?\s*(when\s*\((?>[^()]+|\((?<open>)|\)(?<-open>))*\))?\s*\{\s*\}",
        "handle the error, or say in a comment why there is nothing to do");

    public static IEnumerable<Finding> ReadOnlyRngIn(string path, string text) =>
        ReadOnlyRng.In(path, SourceText.Code(text));

    public static IEnumerable<Finding> WaitsIn(string path, string text) =>
        Pattern.AnyIn(path, SourceText.Code(text), Waits);

    public static IEnumerable<Finding> ClocksIn(string path, string text) =>
        Pattern.AnyIn(path, SourceText.Code(text), Clocks);

    /// <summary>Unfinished words, in comments too, and catch blocks with nothing in them.</summary>
    public static IEnumerable<Finding> UnfinishedIn(string path, string text)
    {
        var view = SourceText.CodeAndComments(text);
        return [.. Pattern.AnyIn(path, view, Unfinished), .. EmptyCatch.In(path, view)];
    }
}
