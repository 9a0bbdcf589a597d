using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>Which project stands on which floor, as docs/ARCHITECTURE.md draws it.</summary>
public static partial class Floors
{
    /// <summary>The top floor, where clocks, sockets, files and tasks may be.</summary>
    public const int Shells = 5;

    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["Protocol"] = 0,
        ["Membership"] = 1,
        ["Slicing"] = 2,
        ["Store"] = 2,
        ["Allocation"] = 3,
        ["Query"] = 3,
        ["Node"] = 4,
        ["Host"] = Shells,
        ["Simulation"] = Shells,
    };

    public static bool IsBelowShells(string project) =>
        Numbers.TryGetValue(project, out var floor) && floor < Shells;

    /// <summary>Reads a src project file: references go down, and sans-IO is declared.</summary>
    public static IEnumerable<Finding> In(string path, string text)
    {
        var project = Path.GetFileNameWithoutExtension(path);
        if (!Numbers.TryGetValue(project, out var floor))
        {
            yield return new Finding(path, 1,
                "this project has no floor: give it one in the diagram"
                + " of docs/ARCHITECTURE.md and in Floors.cs, or move its code");
            yield break;
        }

        foreach (Match reference in ProjectReference().Matches(text))
        {
            var target = Path.GetFileNameWithoutExtension(
                reference.Groups["path"].Value.Replace('\\', '/'));
            if (!MayReference(project, floor, target))
            {
                yield return new Finding(path, SourceText.LineOf(text, reference.Index),
                    $"{project} (floor {floor}) may not reference {target}: only floors below it");
            }
        }

        if (floor < Shells && !text.Contains("<SansIO>true</SansIO>", StringComparison.Ordinal))
        {
            yield return new Finding(path, 1, "below the shells: set <SansIO>true</SansIO>");
        }
    }

    // `p2pcs sim` ships in the Host, so that one reference stays on its floor.
    private static bool MayReference(string project, int floor, string target) =>
        Numbers.TryGetValue(target, out var below)
        && (below < floor || (project, target) == ("Host", "Simulation"));

    [GeneratedRegex("""<ProjectReference\s+Include="(?<path>[^"]+)""")]
    private static partial Regex ProjectReference();
}
