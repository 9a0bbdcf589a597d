using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using P2PCS.Tidy.Tests.Rules;

namespace P2PCS.Tidy.Tests;

/// <summary>Every rule over every file it is about.</summary>
public sealed class RepositoryTests
{
    private static IEnumerable<string> Projects => Repository.Files
        .Where(file => file.IsKind(".csproj")).Select(file => file.Path);

    private static IEnumerable<string> SansIOProjects => Projects
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal))
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(Floors.IsBelowShells);

    private static void Hold(
        IEnumerable<TextFile> files, Func<string, string, IEnumerable<Finding>> rule) =>
        Finding.ExpectNone(files.SelectMany(file => rule(file.Path, file.Text)));

    [Fact]
    public void The_repository_is_found() =>
        Assert.Contains(Repository.Files, file => file.Path == "P2PCS.sln");

    [Fact]
    public void A_project_references_only_floors_below_it() => Hold(
        Repository.Files.Where(file => file.IsBelow("src/") && file.IsKind(".csproj")), Floors.In);

    [Fact]
    public void Every_project_is_in_the_solution() => Finding.ExpectNone(Solution.In(
        Repository.Files.Single(file => file.Path == "P2PCS.sln").Text, Projects));

    [Fact]
    public void Assemblies_below_the_shells_reference_only_values_and_lower_floors() =>
        Finding.ExpectNone(SansIOProjects.SelectMany(project =>
            SansIO.InReferences(project, ReferencesOf(project))));

    [Fact]
    public void Sources_below_the_shells_know_no_task_thread_socket_or_file() => Hold(
        SansIOProjects.SelectMany(project => Repository.Sources($"src/{project}/")), SansIO.In);

    [Fact]
    public void The_simulator_knows_no_real_time_and_no_entropy() =>
        Hold(Repository.Sources("src/Simulation/"), SansIO.InSimulation);

    [Fact]
    public void Files_are_short() => Hold(Repository.Sources("src/"), Sizes.OfFile);

    [Fact]
    public void Methods_are_short() => Hold(Repository.Sources("src/"), Sizes.OfMethods);

    [Fact]
    public void Lines_are_short() => Hold(Repository.Sources(""), Sizes.OfLines);

    [Fact]
    public void Type_names_say_something() => Hold(Repository.Sources("src/"), Names.In);

    [Fact]
    public void No_random_generator_is_read_only() =>
        Hold(Repository.Sources("src/"), CodeWords.ReadOnlyRngIn);

    [Fact]
    public void Tests_do_not_sleep() => Hold(Repository.Sources("tests/"), CodeWords.WaitsIn);

    [Fact]
    public void Only_tests_of_the_host_look_at_the_clock() => Hold(
        Repository.Sources("tests/").Where(file => !file.IsBelow("tests/Host.Tests/")),
        CodeWords.ClocksIn);

    [Fact]
    public void Nothing_is_left_unfinished_or_swallowed() => Hold(
        Repository.Sources("src/").Concat(Repository.Sources("tests/")), CodeWords.UnfinishedIn);

    [Fact]
    public void A_page_has_one_title() =>
        Hold(Repository.Files.Where(file => file.IsKind(".md")), Markdown.TitlesIn);

    [Fact]
    public void Pages_point_to_what_is_there() => Hold(
        Repository.Files.Where(file => file.IsKind(".md")),
        (path, text) => Markdown.LinksIn(path, text,
            target => Path.Exists(Repository.FullPath(target))));

    [Fact]
    public void No_file_names_a_place_of_one_machine() => Hold(Repository.Files, Places.In);

    [Fact]
    public void Every_message_kind_is_documented_and_tested()
    {
        var wirePage = Repository.Files.FirstOrDefault(file => file.Path == "docs/WIRE.md");
        var tests = Repository.Sources("tests/")
            .Where(file => !file.IsBelow("tests/Tidy.Tests/")).Select(file => file.Text).ToList();
        Hold(Repository.Files.Where(file => file.Path == "src/Protocol/MessageKind.cs"),
            (path, text) => Kinds.In(path, text, wirePage?.Text ?? "", tests));
    }

    [Fact]
    public void Scripts_run_as_they_are() => Hold(Repository.Files, (path, text) =>
        Scripts.In(path, text, IsExecutable(path)));

    [Fact]
    public void Options_say_where_their_defaults_come_from() => Hold(
        SansIOProjects.SelectMany(project => Repository.Sources($"src/{project}/"))
            .Where(file => file.IsKind("Options.cs")),
        Options.In);

    private static List<string> ReferencesOf(string project)
    {
        var path = Repository.FullPath(
            $"artifacts/bin/{project}/{Repository.Configuration}/P2PCS.{project}.dll");
        Assert.True(File.Exists(path), $"{path} is missing: build P2PCS.sln first");
        using var file = new PEReader(File.OpenRead(path));
        var assembly = file.GetMetadataReader();
        return [.. assembly.AssemblyReferences.Select(handle =>
            assembly.GetString(assembly.GetAssemblyReference(handle).Name))];
    }

    // Where files have no execute bit, the shebang decides alone.
    private static bool IsExecutable(string path) => OperatingSystem.IsWindows()
        ? Scripts.IsScript(path)
        : File.GetUnixFileMode(Repository.FullPath(path)).HasFlag(UnixFileMode.UserExecute);
}
