using P2PCS.Allocation.Leases;
using P2PCS.Host.Readings;
using P2PCS.Host.Units;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Sampling;
using P2PCS.Node;
using P2PCS.Query.Standing;
using P2PCS.Slicing.Slices;

namespace P2PCS.Host.Agent;

/// <summary>Reads the paces of <c>config/profiles.conf</c>, which is part of the program.</summary>
public static class Profile
{
    /// <summary>The parameters of a profile.</summary>
    /// <param name="name"><c>local</c>, <c>lan</c> or <c>wan</c>.</param>
    /// <param name="open">Whether the cloud is one that anybody may join.</param>
    /// <exception cref="IOException">No such profile, or an overriding environment variable
    /// such as <c>P2PCS_CYCLE</c> is no duration.</exception>
    public static NodeOptions Read(string name, bool open = false)
    {
        using Stream file = typeof(Profile).Assembly.GetManifestResourceStream("profiles.conf")!;
        IConfiguration all = new ConfigurationBuilder().AddJsonStream(file).Build();
        IConfiguration profile = new ConfigurationBuilder()
            .AddConfiguration(all.GetSection(name))
            .AddEnvironmentVariables("P2PCS_")
            .Build();
        TimeSpan cycle = Read(profile, name, "cycle");
        var sampling = new SamplingOptions
        {
            Cycle = cycle,
            CalmCycle = Read(profile, name, "shuffle"),
        };
        return new NodeOptions(
            open ? sampling.ForOpenCloud() : sampling,
            new LivenessOptions { Cycle = cycle, Silence = Read(profile, name, "silence") },
            new LeaseOptions { Lease = Read(profile, name, "lease") })
        {
            Standing = new StandingOptions { Cycle = cycle },
            Slices = new SliceOptions { Cycle = cycle },
        };
    }

    /// <summary>How often this machine is read: <c>P2PCS_READINGS</c>, else every five seconds.
    /// </summary>
    /// <exception cref="IOException">The variable is no duration.</exception>
    public static TimeSpan ReadingsPace()
    {
        const string Name = "P2PCS_READINGS";
        string? said = Environment.GetEnvironmentVariable(Name);
        if (string.IsNullOrEmpty(said))
            return MachineWatch.DefaultPace;
        return Duration.TryParse(said, out TimeSpan pace) && pace >= MachineWatch.LeastPace
            ? pace
            : throw new IOException($"{Name} is '{said}': {Duration.Accepted}, at least 100ms.");
    }

    private static TimeSpan Read(IConfiguration profile, string name, string key) =>
        Duration.TryParse(profile[key], out TimeSpan value) && value > TimeSpan.Zero
            ? value
            : throw new IOException(
                $"Profile '{name}' has no usable '{key}' ('{profile[key]}'): {Duration.Accepted}.");
}
