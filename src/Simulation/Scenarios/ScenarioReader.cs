using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Scenarios;

/// <summary>Reads scenario files: valid HOCON in its JSON subset with <c>//</c> comments.</summary>
public static class ScenarioReader
{
    private const int MaxThreads = 1024;
    private const int MaxRepeat = 100;
    private const int MaxView = 64;
    private const int MaxShuffle = 16;
    private const int NameLetters = 40;

    private static readonly Dictionary<string, CycleOrder> Orders = new(StringComparer.Ordinal)
    {
        ["fixed"] = CycleOrder.Fixed,
        ["reshuffled"] = CycleOrder.Reshuffled,
    };

    /// <summary>Reads a file strictly: anything unknown or impossible refuses all of it.</summary>
    /// <param name="file">Its name, for problems.</param>
    /// <param name="text">Its bytes, UTF-8.</param>
    public static ScenarioReading Read(string file, ReadOnlySpan<byte> text)
    {
        byte[] bytes = text.StartsWith("\uFEFF"u8) ? text[3..].ToArray() : text.ToArray();
        var problems = new ConfProblems(file, bytes);
        ConfNode? root = ConfParser.Parse(bytes, problems);
        Scenario? scenario = null;
        if (root is { Kind: ConfKind.Object })
            scenario = Whole(new ConfSection(root, "the scenario", problems), problems);
        else if (root is not null)
            problems.Add(root.Offset, "a scenario is an object", "{ \"name\": ... }");
        else if (!problems.Any)
            problems.Add(0, "the file is empty", "{ \"name\": ... }");
        return problems.Any ? new(null, problems.All()) : new(scenario, []);
    }

    private static Scenario Whole(ConfSection file, ConfProblems problems)
    {
        string name = file.Text("name", IsName, "up to 40 small letters, digits and hyphens")
            ?? "";
        string description = file.Text(
            "description", one => one.Length is > 0 and <= 300, "1 to 300 characters") ?? "";
        int size = (int)(file.Integer("size", 2, Scenario.MaxSize)
            ?? Scenario.MaxSize);
        int cycles = (int)(file.Integer("cycles", 1, Scenario.MaxCycles)
            ?? Scenario.MaxCycles);
        (ScenarioProtocol protocol, List<Layer> layers) = Protocol(file, size, problems);
        var scenario = new Scenario
        {
            Name = name,
            Description = description,
            Size = size,
            Cycles = cycles,
            Seed = (ulong)(file.Integer("seed", 0, long.MaxValue) ?? 1),
            Threads = (int)(file.Integer("threads", 1, MaxThreads) ?? 1),
            Repeat = (int)(file.Integer("repeat", 1, MaxRepeat) ?? 1),
            Every = (int)(file.Integer("every", 1, cycles) ?? 1),
            Protocol = protocol,
            Layers = layers,
            Faults = Faults(file, size, cycles, problems),
            Observers = file.Choices("observers", Observers.Named),
        };
        foreach (string key in (string[])["name", "description", "size", "cycles", "observers"])
            file.Need(key, $"\"{key}\": ...");
        new ScenarioCheck(file, scenario, problems).Run();
        scenario = scenario with { Expectations = Expectations(file, scenario, problems) };
        file.Close();
        return scenario;
    }

    private static (ScenarioProtocol Protocol, List<Layer> Layers) Protocol(
        ConfSection file, int size, ConfProblems problems)
    {
        var protocol = new ScenarioProtocol();
        var layers = new List<Layer>();
        if (file.Section("protocol") is not { } section)
            return (protocol, layers);
        if (section.Section("cyclon") is { } cyclon)
        {
            int most = Math.Min(MaxView, size - 1);
            int view = (int)(cyclon.Integer("view", 1, most) ?? Math.Min(protocol.View, most));
            protocol = protocol with
            {
                View = view,
                Shuffle = (int)(cyclon.Integer("shuffle", 1, Math.Min(MaxShuffle, view))
                    ?? Math.Min(protocol.Shuffle, view)),
            };
            cyclon.Close();
        }

        foreach (LayerKind kind in LayerKinds.All)
        {
            if (section.Section(kind.Key) is { } one)
                layers.Add(kind.Read(one));
        }

        protocol = protocol with { Order = section.Choice("order", Orders) ?? protocol.Order };
        section.Close();
        if (protocol.View >= size)
        {
            problems.Add(section.Offset,
                $"a view of {protocol.View} needs more than {size} nodes", $"up to {size - 1}");
        }

        return (protocol, layers);
    }

    private static ScenarioFaults Faults(
        ConfSection file, int size, int cycles, ConfProblems problems)
    {
        if (file.Section("faults") is not { } section)
            return new ScenarioFaults();
        var faults = new ScenarioFaults
        {
            Loss = section.Number("loss", one => one is >= 0 and < 1, "0 to below 1") ?? 0,
            Churn = section.Number("churn", one => one is >= 0 and <= 0.5, "0 to 0.5") ?? 0,
            Crashes = [.. section.Sections("crash").Select(one => Crash(one, cycles))],
            Partition = Partition(section, cycles),
        };
        section.Close();
        double left = faults.Crashes.Aggregate((double)size, (now, one) =>
            now * (1 - one.Fraction));
        if (left < 2)
        {
            problems.Add(section.OffsetOf("crash"),
                "the crashes leave fewer than 2 nodes", "smaller fractions");
        }

        return faults;
    }

    private static CrashFault Crash(ConfSection section, int cycles)
    {
        var crash = new CrashFault(
            (int)(section.Integer("at", 0, cycles - 1) ?? 0), Fraction(section));
        section.Need("at", "\"at\": CYCLE");
        section.Close();
        return crash;
    }

    private static PartitionFault? Partition(ConfSection faults, int cycles)
    {
        if (faults.Section("partition") is not { } section)
            return null;
        int from = (int)(section.Integer("from", 0, cycles - 1) ?? 0);
        int to = (int)(section.Integer("to", from + 1, cycles) ?? cycles);
        var partition = new PartitionFault(from, to, Fraction(section));
        section.Need("from", "\"from\": CYCLE");
        section.Need("to", "\"to\": CYCLE");
        section.Close();
        return partition;
    }

    private static double Fraction(ConfSection section)
    {
        section.Need("fraction", "\"fraction\": 0.5");
        return section.Number("fraction", one => one is > 0 and < 1, "above 0 and below 1")
            ?? 0.5;
    }

    private static List<Expectation> Expectations(
        ConfSection file, Scenario scenario, ConfProblems problems)
    {
        string[] columns = [.. Observers.Columns(scenario.Observers).Select(one => one.Name)];
        return
        [
            .. file.Sections("expect")
                .Select(one => Expected(one, scenario.Cycles, columns, problems)),
        ];
    }

    private static Expectation Expected(
        ConfSection section, int cycles, string[] columns, ConfProblems problems)
    {
        int at = (int)(section.Integer("at", 0, cycles) ?? 0);
        string column = section.Text(
            "observer", columns.Contains, string.Join(", ", columns)) ?? "";
        double? exact = section.Number("is", _ => true, "a number");
        double? within = section.Number("within", one => one >= 0, "0 or more");
        double? least = section.Number("at-least", _ => true, "a number");
        double? most = section.Number("at-most", one => !(one < least),
            "no less than at-least");
        string source = section.Text("source", _ => true, "a text") ?? "";
        section.Need("at", "\"at\": CYCLE");
        section.Need("observer", "\"observer\": ...");
        section.Close();
        if (section.Has("is") != section.Has("within")
            || section.Has("is") == (section.Has("at-least") || section.Has("at-most")))
        {
            problems.Add(section.Offset, "this expects nothing that can be checked",
                "is with within, or at-least and at-most");
        }

        return new Expectation(
            at,
            column,
            exact - within ?? least ?? double.NegativeInfinity,
            exact + within ?? most ?? double.PositiveInfinity,
            source);
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= NameLetters
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)
            || letter == '-');
}
