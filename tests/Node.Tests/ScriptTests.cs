namespace P2PCS.Node.Tests;

/// <summary>
/// Transcripts of whole nodes at work, under scripts/. UPDATE_GOLDEN=1 rewrites them; read the
/// difference before it is committed.
/// </summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Folder(), "*.txt").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_prints_what_stands_in_it(string name)
    {
        string path = Path.Combine(Folder(), name);
        string before = File.ReadAllText(path);
        string now = new Script().Run(before);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, now);
        else
            Assert.Equal(before, now);
    }

    private static string Folder() =>
        Path.Combine(WirePageTests.Root(), "tests", "Node.Tests", "scripts");
}
