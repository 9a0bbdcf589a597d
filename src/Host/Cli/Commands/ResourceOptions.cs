using System.CommandLine;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The options <c>--cpu</c> and <c>--mem</c> of commands that ask for machines.</summary>
internal sealed class ResourceOptions
{
    private const double DefaultCpu = 1;
    private const long DefaultMem = 256L << 20;

    private readonly Option<double?> cpu;
    private readonly Option<long?> mem;

    public ResourceOptions(Command command, string each)
    {
        cpu = CliOption.Cores("--cpu", $"Cores for each {each} [1]");
        mem = CliOption.Size("--mem", $"Memory for each {each} [256MiB]");
        command.Add(cpu);
        command.Add(mem);
    }

    /// <summary>What was asked for, with defaults; null where nothing was.</summary>
    public ResourcesBody? Read(ParseResult parsed)
    {
        var cpu = parsed.GetValue(this.cpu);
        var mem = parsed.GetValue(this.mem);
        if (cpu is null && mem is null) return null;
        return new ResourcesBody(cpu ?? DefaultCpu, mem ?? DefaultMem);
    }
}
