using System.CommandLine;
using P2PCS.Host.Cli.Map;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs map</c>: one task per input file, results into a directory.</summary>
internal static class MapCommand
{
    private const int CountMax = 1000;
    private const string DefaultTtl = "12h";

    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var program = CliOption.Program();
        var input = new Option<string[]>("--input")
        {
            Description = "Files by pattern ('src/**/*.cs') or path; may be given several times",
            HelpName = "GLOB",
            Required = true,
        };
        var output = CliOption.Text("--output", "Directory for the results", "DIR");
        output.Required = true;
        var suffix = CliOption.Text("--suffix", "Appended to each result's name", ".gz");
        var subcloud = CliOption.Text("--subcloud", "Run on this subcloud [an own one]", "S");
        var count = CliOption.Count(
            "--count", "Machines of an own subcloud [all that take tasks]", CountMax);
        var ttl = CliOption.Time("--ttl", $"How long an own subcloud is kept [{DefaultTtl}]");
        var maxRuntime = CliOption.Time("--max-runtime", "Kill a task after this long [1h]");
        var command = new Command("map", "Run a command for every file; {in} and {out} are paths")
        {
            program, input, output, suffix, subcloud, count, ttl, maxRuntime,
        };
        var resources = new ResourceOptions(command, "task");
        command.SetAction(async (parsed, stop) =>
        {
            var words = CliOption.ReadProgram(parsed, program);
            var wantsOwn = parsed.GetValue(count) is not null || parsed.GetValue(ttl) is not null;
            if (wantsOwn && parsed.GetValue(subcloud) is not null)
            {
                throw new CliException(
                    "--count and --ttl are for an own subcloud, but --subcloud names another",
                    "leave out either --subcloud, or --count and --ttl",
                    ExitCodes.Usage);
            }

            using var client = options.Connect(parsed);
            var plan = await MapPlan.MakeAsync(
                parsed.GetValue(input)!,
                parsed.GetValue(output)!,
                parsed.GetValue(suffix) ?? "",
                stop);
            var limit = parsed.GetValue(maxRuntime);
            var spec = new MapSpec(
                parsed.GetValue(subcloud) ?? "",
                words,
                resources.Read(parsed),
                limit is { } given ? Duration.Format(given) : null);
            var run = new MapRun(client, terminal, plan);
            if (spec.Subcloud.Length > 0) return await run.OnAsync(spec, stop);
            var kept = parsed.GetValue(ttl) is { } t ? Duration.Format(t) : DefaultTtl;
            return await run.OnOwnAsync(spec, parsed.GetValue(count), kept, stop);
        });
        return command;
    }
}
