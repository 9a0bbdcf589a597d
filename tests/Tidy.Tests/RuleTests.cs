using P2PCS.Tidy.Tests.Rules;

namespace P2PCS.Tidy.Tests;

/// <summary>Each rule finds what it is there for, and leaves clean text alone.</summary>
public sealed class RuleTests
{
    private const string Quoted = "\"";

    private static void Finds(bool found, IEnumerable<Finding> findings) =>
        Assert.Equal(found, findings.Any());

    [Theory]
    [InlineData("Membership", "../Protocol/Protocol.csproj", false)]
    [InlineData("Protocol", "../Membership/Membership.csproj", true)]
    [InlineData("Query", @"..\Allocation\Allocation.csproj", true)]
    [InlineData("Query", "../Surprise/Surprise.csproj", true)]
    [InlineData("Host", "../Simulation/Simulation.csproj", false)]
    [InlineData("Simulation", "../Host/Host.csproj", true)]
    [InlineData("Surprise", "../Protocol/Protocol.csproj", true)]
    public void A_reference_upwards_or_an_unknown_project_is_found(
        string project, string reference, bool found) =>
        Finds(found, Floors.In($"src/{project}/{project}.csproj",
            $"<SansIO>true</SansIO><ProjectReference Include=\"{reference}\" />"));

    [Theory]
    [InlineData("Node", "<PropertyGroup />", true)]
    [InlineData("Node", "<SansIO>true</SansIO>", false)]
    [InlineData("Host", "<PropertyGroup />", false)]
    public void A_project_below_the_shells_that_is_not_sans_IO_is_found(
        string project, string text, bool found) =>
        Finds(found, Floors.In($"src/{project}/{project}.csproj", text));

    [Theory]
    [InlineData("Protocol", "System.Security.Cryptography", false)]
    [InlineData("Membership", "System.Security.Cryptography", false)]
    [InlineData("Allocation", "System.Security.Cryptography", true)]
    [InlineData("Membership", "System.Numerics.Vectors", false)]
    [InlineData("Membership", "P2PCS.Protocol", false)]
    [InlineData("Membership", "P2PCS.Simulation", true)]
    [InlineData("Node", "System.Net.Sockets", true)]
    [InlineData("Node", "System.Threading", true)]
    public void An_assembly_of_the_outside_world_is_found(
        string project, string reference, bool found) =>
        Finds(found, SansIO.InReferences(project, [reference]));

    [Theory]
    [InlineData("async void Go() { }", true)]
    [InlineData("Task<int> Go();", true)]
    [InlineData("using System.Net;", true)]
    [InlineData("using System.IO;", true)]
    [InlineData("Thread worker;", true)]
    [InlineData("// no Task<int> and no Thread here", false)]
    [InlineData("var text = \"async Thread\";", false)]
    [InlineData("var text = $\"{(await go)}\";", true)]
    [InlineData("int activeThreads; TaskId id;", false)]
    public void A_task_thread_socket_or_file_below_the_shells_is_found(string text, bool found) =>
        Finds(found, SansIO.In("a.cs", text));

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("var watch = new Stopwatch();", true)]
    [InlineData("var x = Random.Shared.Next();", true)]
    [InlineData("var x = new Random(1);", true)]
    [InlineData("var x = Guid.NewGuid();", true)]
    [InlineData("Task.Run(Go);", true)]
    [InlineData("Thread.Sleep(1);", true)]
    [InlineData("var now = Instant.Zero; // not DateTime.UtcNow", false)]
    public void Real_time_and_entropy_in_the_simulator_are_found(string text, bool found) =>
        Finds(found, SansIO.InSimulation("a.cs", text));

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_long_file_is_found(int lines, bool found) =>
        Finds(found, Sizes.OfFile("a.cs", string.Concat(Enumerable.Repeat("x\n", lines))));

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void A_long_line_is_found(int columns, bool found) =>
        Finds(found, Sizes.OfLines("a.cs", $"x\n{new string('å', columns)}\n"));

    [Theory]
    [InlineData("int Sum(int[] values)\n{\n", "}\n", 57, false)]
    [InlineData("int Sum(int[] values)\n{\n", "}\n", 58, true)]
    [InlineData("[A(B = \"{\")]\nvoid Go<T>(T a = default)\n where T : new()\n{\n", "}", 60, true)]
    [InlineData("int[] Sum() =>\n[\n", "];\n", 58, true)]
    [InlineData("int Property\n{\nget\n{\n", "}\n}\n", 58, true)]
    [InlineData("static readonly int[] Table =\n[\n", "];\n", 90, false)]
    [InlineData("readonly Options o = new()\n{\n", "};\n", 90, false)]
    [InlineData("static bool operator ==(A a, A b)\n{\n", "}\n", 90, true)]
    public void A_long_method_is_found(string head, string tail, int lines, bool found)
    {
        var body = string.Concat(Enumerable.Repeat("a = '}' + \"}\"; // }\n", lines));
        var text = $"namespace X;\n\npublic sealed class A(int b) : B(b)\n{{\n    int before = 3;\n"
            + $"    int P {{ get; init; }} = 4;\n{head}{body}{tail}    void After() {{ }}\n}}\n";
        Finds(found, Sizes.OfMethods("a.cs", text));
    }

    [Theory]
    [InlineData("class LeaseManager { }", true)]
    [InlineData("public readonly record struct PeerInfo(int A);", true)]
    [InlineData("sealed class Outer { enum InnerData { A } }", true)]
    [InlineData("interface IStorageProvider { }", true)]
    [InlineData("sealed record CodecBase<T>(T A);", true)]
    [InlineData("sealed partial class RestJsonContext : JsonSerializerContext;", false)]
    [InlineData("sealed class Database { } sealed class DataFolder { }", false)]
    [InlineData("sealed class View { int baseData; void Use(PeerInfo info) { } }", false)]
    public void A_type_name_that_says_nothing_is_found(string text, bool found) =>
        Finds(found, Names.In("a.cs", text));

    [Theory]
    [InlineData("private readonly Rng random;", true)]
    [InlineData("private Rng random; // never readonly Rng", false)]
    public void A_read_only_generator_is_found(string text, bool found) =>
        Finds(found, CodeWords.ReadOnlyRngIn("a.cs", text));

    [Theory]
    [InlineData("Thread.Sleep(10);", true)]
    [InlineData("await Task.Delay(10);", true)]
    [InlineData("await ready.Task.WaitAsync(deadline);", false)]
    public void A_sleeping_test_is_found(string text, bool found) =>
        Finds(found, CodeWords.WaitsIn("a.cs", text));

    [Theory]
    [InlineData("var now = DateTimeOffset.UtcNow;", true)]
    [InlineData("var watch = Stopwatch.StartNew();", true)]
    [InlineData("var now = Instant.Zero;", false)]
    public void A_clock_in_a_test_of_values_is_found(string text, bool found) =>
        Finds(found, CodeWords.ClocksIn("a.cs", text));

    [Theory]
    [InlineData("throw new NotImplementedException();", true)]
    [InlineData("// TODO: more", true)]
    [InlineData("try { Go(); } catch { }", true)]
    [InlineData("try { Go(); } catch (IOException e) when (e.HResult == Code(3)) { \n }", true)]
    [InlineData("try { Go(); } catch (IOException) { Count(); }", false)]
    [InlineData("var word = \"TODO\";", false)]
    public void Unfinished_work_and_swallowed_errors_are_found(string text, bool found) =>
        Finds(found, CodeWords.UnfinishedIn("a.cs", text));

    [Theory]
    [InlineData("# One\n\n## Two\n\n```sh\n# not a title\n```\n", false)]
    [InlineData("# One\n\n# Two\n", true)]
    [InlineData("No title\n", true)]
    public void A_page_without_exactly_one_title_is_found(string text, bool found) =>
        Finds(found, Markdown.TitlesIn("a.md", text));

    [Theory]
    [InlineData("[wire](WIRE.md#frames), [up](../README.md)", false)]
    [InlineData("[me](#here), [web](https://a.b/c)", false)]
    [InlineData("[gone](GONE.md)", true)]
    [InlineData("[gone]: ../GONE.md", true)]
    [InlineData("see `src/Node/Node.cs` and `src/*/View.cs` and `a/b`", false)]
    [InlineData("see `src/Node/Gone.cs`", true)]
    [InlineData("```\n[gone](GONE.md)\n```\n", false)]
    public void A_link_to_nothing_is_found(string text, bool found)
    {
        string[] there = ["docs/WIRE.md", "README.md", "src/Node/Node.cs"];
        Finds(found, Markdown.LinksIn("docs/PAGE.md", text, there.Contains));
    }

    [Theory]
    [InlineData("a.md", "cd /", "root/src", true)]
    [InlineData("a.sh", "cd /", "home/me", true)]
    [InlineData("a.cs", Quoted + "/", "work/x" + Quoted, true)]
    [InlineData("a.md", "src/", "work/x and ~/home/me", false)]
    [InlineData("a.config", "https://api.", "nuget.org/v3", true)]
    [InlineData("a/packages.lock.json", "https:", "//example.org/a", true)]
    [InlineData("a/README.md", "https:", "//example.org/a", false)]
    public void A_place_of_one_machine_is_found(
        string path, string start, string end, bool found) =>
        Finds(found, Places.In(path, start + end));

    [Theory]
    [InlineData("| 1 | ViewRequest | asks |", "Encode(MessageKind.ViewRequest)", false)]
    [InlineData("| 1 | ViewReply | answers |", "Encode(MessageKind.ViewRequest)", true)]
    [InlineData("| 1 | ViewRequest | asks |", "Encode(MessageKind.ViewReply)", true)]
    public void A_message_kind_without_row_or_test_is_found(string page, string test, bool found)
    {
        const string kinds = "enum MessageKind : byte { None = 0, /* asks */ ViewRequest = 1, }";
        Finds(found, Kinds.In("src/Protocol/MessageKind.cs", kinds, page, [test]));
    }

    [Theory]
    [InlineData("check", "#!/bin/sh\n", true, false)]
    [InlineData("check", "#!/bin/sh\n", false, true)]
    [InlineData("scripts/a.sh", "echo\n", true, true)]
    [InlineData("src/A.cs", "namespace A;\n", true, true)]
    [InlineData("src/A.cs", "namespace A;\n", false, false)]
    public void A_script_that_cannot_run_is_found(
        string path, string text, bool executable, bool found) =>
        Finds(found, Scripts.In(path, text, executable));

    [Theory]
    [InlineData("/// <summary>Size.</summary>\npublic int View { get; init; } = 30;", true)]
    [InlineData("/// Source: Cyclon.</summary>\n[A]\npublic int View { get; init; }", false)]
    [InlineData("/// <param name=\"V\">Our guess.</param>\npublic record AOptions(int V);", false)]
    [InlineData("/// <param name=\"V\">A.</param>\npublic record AOptions(int V = 3);", true)]
    public void An_option_without_a_source_is_found(string text, bool found) =>
        Finds(found, Options.In("AOptions.cs", text));

    [Theory]
    [InlineData("src/Node/Node.csproj", false)]
    [InlineData("src/Gone/Gone.csproj", true)]
    public void A_project_outside_of_the_solution_is_found(string project, bool found) =>
        Finds(found, Solution.In("""= "Node", "src\Node\Node.csproj", "{}" """, [project]));
}
