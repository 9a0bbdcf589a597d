using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli;

/// <summary>Reads an endpoint; answers what is wrong, or null.</summary>
internal delegate string? ReadEndpoint(string text, out IPEndPoint? endpoint);

/// <summary>Options with values that we parse ourselves; errors say what is accepted.</summary>
internal static class CliOption
{
    public static Option<long?> Size(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            if (!ByteSize.TryParse(Single(result), out var bytes))
                return Refuse<long?>(result, $"is not a size: {ByteSize.Accepted}");
            return bytes > 0 ? bytes : Refuse<long?>(result, "must be more than nothing");
        },
    };

    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "T",
        CustomParser = result =>
        {
            if (!Duration.TryParse(Single(result), out var duration))
                return Refuse<TimeSpan?>(result, $"is not a duration: {Duration.Accepted}");
            return duration > TimeSpan.Zero
                ? duration
                : Refuse<TimeSpan?>(result, "must be more than nothing");
        },
    };

    public static Option<double?> Cores(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            const NumberStyles style = NumberStyles.AllowDecimalPoint;
            var valid = double.TryParse(
                Single(result), style, CultureInfo.InvariantCulture, out var cores);
            return valid && cores is >= 0.001 and <= 100_000
                ? cores
                : Refuse<double?>(result, "is not a number of cores: use 0.5, 1, 2, ...");
        },
    };

    public static Option<int?> Count(
        string name, string description, int max, int min = 1) => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                const NumberStyles style = NumberStyles.None;
                var valid = int.TryParse(
                    Single(result), style, CultureInfo.InvariantCulture, out var count);
                return valid && count >= min && count <= max
                    ? count
                    : Refuse<int?>(result, $"is not a count: use one from {min} to {max}");
            },
        };

    public static Option<IPEndPoint?> Endpoint(
        string name, string description, ReadEndpoint read) => new(name)
        {
            Description = description,
            HelpName = "ADDR:PORT",
            CustomParser = result =>
            {
                var error = read(Single(result), out var endpoint);
                if (error is not null) result.AddError($"{name}: {error}");
                return endpoint;
            },
        };

    public static Option<string> Choice(string name, string description, string[] among)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', among),
            DefaultValueFactory = _ => among[0],
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 0) return;
            var text = result.Tokens[^1].Value;
            if (among.Contains(text, StringComparer.Ordinal)) return;
            result.AddError($"{name}: '{text}' is not known: use {string.Join(" or ", among)}");
        });
        return option;
    }

    public static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>Everything after <c>--</c>: a program and its arguments, untouched.</summary>
    public static Argument<string[]> Program() => new("command")
    {
        Description = "The program and its arguments, after --",
        Arity = ArgumentArity.OneOrMore,
        HelpName = "CMD ARGS...",
    };

    /// <summary>The program; before <c>--</c> a mistyped flag would be part of it.</summary>
    /// <exception cref="CliException">Words stand before <c>--</c>, or it is missing.</exception>
    public static string[] ReadProgram(ParseResult parsed, Argument<string[]> program)
    {
        var words = parsed.GetValue(program)!;
        var after = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1);
        if (after.Count() >= words.Length) return words;
        var what = words[0].StartsWith('-') ? "unknown option" : "unexpected word";
        throw new CliException(
            $"{what} '{words[0]}' before --",
            $"write the program after --: p2pcs {parsed.CommandResult.Command.Name} -- CMD ARGS",
            ExitCodes.Usage);
    }

    private static string Single(ArgumentResult result) => result.Tokens[^1].Value;

    private static T? Refuse<T>(ArgumentResult result, string why)
    {
        var name = (result.Parent as OptionResult)?.Option.Name;
        result.AddError($"{name}: '{Single(result)}' {why}");
        return default;
    }
}
