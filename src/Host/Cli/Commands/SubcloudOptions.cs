using System.CommandLine;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The options of commands that ask for a subcloud.</summary>
internal sealed class SubcloudOptions
{
    /// <summary>Most machines of one subcloud.</summary>
    public const int CountMax = 1000;

    private readonly Option<int?> count = CliOption.Count(
        "--count", "How many machines", CountMax);

    private readonly Option<int?> min = CliOption.Count(
        "--min", "How few will do [--count]", CountMax);

    private readonly Option<TimeSpan?> ttl = CliOption.Time("--ttl", "How long to keep them [1h]");

    private readonly Option<TimeSpan?> startWithin = CliOption.Time(
        "--start-within", "How long to look for them [10s]");

    private readonly Option<TimeSpan?> after = CliOption.Time(
        "--replace-after", "How long a member may be silent before it is replaced [5s]");

    private readonly Option<int?> max = CliOption.Count(
        "--replace-max", "How many members to replace at the most [1000]", 1_000_000, 0);

    private readonly Option<string?> name = CliOption.Text(
        "--name", "A name to refer to it by", "NAME");

    private readonly Option<string[]> labels = Labels();
    private readonly ResourceOptions resources;

    public SubcloudOptions(Command command)
    {
        count.Required = true;
        foreach (Option option in (Option[])[count, min, ttl, startWithin, after, max, name])
            command.Add(option);
        command.Add(labels);
        resources = new ResourceOptions(command, "machine");
    }

    /// <summary>The option <c>--label</c>, any number of times.</summary>
    public static Option<string[]> Labels() => new("--label")
    {
        Description = "A label, KEY=VALUE; may be given several times",
        HelpName = "KEY=VALUE",
    };

    /// <summary>The request that was written.</summary>
    /// <exception cref="CliException">The options do not go together.</exception>
    public SubcloudRequest Read(ParseResult parsed)
    {
        if (parsed.GetValue(min) > parsed.GetValue(count))
        {
            throw new CliException(
                "--min must not exceed --count",
                "--min is how few machines will do when --count cannot be had",
                ExitCodes.Usage);
        }

        return new SubcloudRequest(
            parsed.GetValue(count)!.Value,
            parsed.GetValue(min),
            resources.Read(parsed),
            Text(parsed.GetValue(ttl)),
            Text(parsed.GetValue(startWithin)),
            parsed.GetValue(name))
        {
            Replace = parsed.GetValue(after) is null && parsed.GetValue(max) is null
                ? null
                : new ReplaceBody(Text(parsed.GetValue(after)), parsed.GetValue(max)),
            Labels = ReadLabels(parsed.GetValue(labels)),
        };
    }

    /// <summary>Reads labels; null if there are none.</summary>
    public static Dictionary<string, string>? ReadLabels(string[]? words)
    {
        if (words is null or []) return null;
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var parts = word.Split('=', 2);
            if (parts.Length != 2 || !read.TryAdd(parts[0], parts[1]))
            {
                throw new CliException(
                    $"--label: '{word}' is no KEY=VALUE, or its key is given twice",
                    "write for example --label project=alpha",
                    ExitCodes.Usage);
            }
        }

        return read;
    }

    /// <summary>A duration as the facade reads it.</summary>
    public static string? Text(TimeSpan? duration) =>
        duration is { } given ? Duration.Format(given) : null;
}
