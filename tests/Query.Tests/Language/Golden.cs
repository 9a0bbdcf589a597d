using System.Text;

namespace P2PCS.Query.Tests.Language;

/// <summary>A file of inputs, each after a greater sign, and what became of it in the line
/// below, after a less sign. A newline in an input is written \n, a backslash \\.</summary>
public static class Golden
{
    public static int Check(string name, Func<string, string> answer)
    {
        string before = File.ReadAllText(PathOf(name));
        string[] inputs = Lines(before);
        var now = new StringBuilder();
        foreach (string input in inputs)
            now.Append(input).Append("\n< ").Append(answer(TextOf(input))).Append('\n');
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(PathOf(name), now.ToString());
        else
            Assert.Equal(before, now.ToString());
        return inputs.Length;
    }

    public static string[] Inputs(string name) =>
        [.. Lines(File.ReadAllText(PathOf(name))).Select(TextOf)];

    private static string[] Lines(string file) =>
        [.. file.Split('\n').Where(line => line.StartsWith('>'))];

    private static string TextOf(string input) =>
        input[2..].Replace(@"\n", "\n").Replace(@"\\", @"\");

    public static string PageOf(string name) => Path.Combine(Root(), "docs", name);

    private static string PathOf(string name) =>
        Path.Combine(Root(), "tests", "Query.Tests", "Language", name);

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "P2PCS.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No P2PCS.sln above.");
    }
}
