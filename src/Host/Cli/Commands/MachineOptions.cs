using System.CommandLine;
using P2PCS.Host.Readings;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The options of <c>up</c> by which a volunteer says what others may ask for.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string?> site = Word(
        "--site", "The place the machine stands at, such as it-bo; kept until said otherwise");

    private readonly Option<string?> region = Word(
        "--region", "A larger place, such as eu; kept until said otherwise");

    private readonly Option<KeyValuePair<string, string>[]> labels = new("--label")
    {
        Description = "A label that others may ask for, such as gpu=a100; may be given several"
            + " times; kept until NAME= takes it away",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var found = new List<KeyValuePair<string, string>>();
            foreach (string text in result.Tokens.Select(token => token.Value))
            {
                if (PeerLabels.TryRead(text, out KeyValuePair<string, string> label) is { } error)
                    result.AddError($"--label: {error}");
                else
                    found.Add(label);
            }

            return [.. found];
        },
    };

    public MachineOptions(Command command)
    {
        command.Add(site);
        command.Add(region);
        command.Add(labels);
    }

    public MachineWords Read(ParseResult parsed) => new(
        parsed.GetValue(site), parsed.GetValue(region), parsed.GetValue(labels) ?? []);

    private static Option<string?> Word(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "WORD",
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (text.Length > 0 && !PeerLabels.IsWord(text))
                result.AddError($"{name}: '{text}' cannot be: use {PeerLabels.Accepted}");
            return text;
        },
    };
}
