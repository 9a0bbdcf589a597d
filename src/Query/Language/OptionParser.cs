using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Reads what stands after WITH.</summary>
/// <param name="tokens">Where it reads; errors are left there.</param>
internal sealed class OptionParser(Tokens tokens)
{
    private static readonly string[] Names =
        ["consistency", "timeout", "max_error", "min_coverage", "max_age"];

    private static readonly string[] Consistencies = ["local", "gossip", "tree", "sample"];

    private readonly HashSet<string> seen = [];

    /// <summary>Reads name = value, separated by commas.</summary>
    public QueryOptions Parse()
    {
        QueryOptions options = QueryOptions.None;
        do
            options = One(options);
        while (!tokens.HasFailed && tokens.TryTake(","));
        return options;
    }

    /// <summary>Reads a number of seconds that is more than zero.</summary>
    public static Value Duration(Tokens tokens, string example)
    {
        Value value = tokens.Next.Kind == TokenKind.Number ? tokens.Next.Value : Value.Null;
        if (value is { Unit: Unit.Seconds, AsNumber: > 0 and <= 1e9 })
        {
            tokens.Take();
            return value;
        }

        tokens.Refuse("a duration", $"Write {example}");
        return Value.Null;
    }

    private QueryOptions One(QueryOptions options)
    {
        Token name = tokens.Next;
        string option = name.Text.ToLowerInvariant();
        if (!name.IsWord || !Names.Contains(option))
        {
            string? near = name.IsWord ? Spelling.Nearest(option, Names) : null;
            tokens.Refuse("an option", near is null
                ? $"The options are {string.Join(", ", Names)}" : $"Did you mean {near}?");
            return options;
        }

        if (!seen.Add(option))
            tokens.Fail(name.At, $"{option} stands there twice", "", "Leave one of them out");
        tokens.Take();
        tokens.Expect("=", $"Write {option} = value");
        return option switch
        {
            "consistency" => options with { Consistency = Consistency() },
            "timeout" => options with { Timeout = Duration(tokens, "timeout = 2s") },
            "max_age" => options with { MaxAge = Duration(tokens, "max_age = 30s") },
            "max_error" => options with { MaxError = Share("max_error = 3%") },
            _ => options with { MinCoverage = Share("min_coverage = 95%") },
        };
    }

    private Consistency? Consistency()
    {
        Token word = tokens.Next;
        int index = word.Kind is TokenKind.Word or TokenKind.Text
            ? Array.IndexOf(Consistencies, word.Text.ToLowerInvariant())
            : -1;
        if (index < 0)
        {
            tokens.Refuse("local, gossip, tree or sample", "Write consistency = tree");
            return null;
        }

        tokens.Take();
        return (Consistency)index;
    }

    private Value Share(string example)
    {
        Value value = tokens.Next.Kind == TokenKind.Number ? tokens.Next.Value : Value.Null;
        if (value is { Unit: Unit.Ratio, AsNumber: > 0 and <= 1 })
        {
            tokens.Take();
            return value;
        }

        tokens.Refuse("a percentage up to 100%", $"Write {example}");
        return Value.Null;
    }
}
