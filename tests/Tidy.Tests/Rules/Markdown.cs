using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>A page has one title, and what it points to in this repository is there.</summary>
public static partial class Markdown
{
    public static IEnumerable<Finding> TitlesIn(string path, string text)
    {
        var titles = Title().Matches(WithoutFences(text));
        return titles.Count == 1 ? [] : [new Finding(path,
            titles.Count == 0 ? 1 : SourceText.LineOf(text, titles[1].Index),
            $"{titles.Count} headings of level 1; a page has exactly one")];
    }

    /// <summary>Links and `path/in/backticks`; what exists is asked by root path.</summary>
    public static IEnumerable<Finding> LinksIn(string path, string text, Func<string, bool> exists)
    {
        var page = WithoutFences(text);
        foreach (Match link in Link().Matches(page))
        {
            var target = link.Groups["target"].Value.Split('#')[0];
            if (target.Length > 0 && !HasScheme().IsMatch(target)
                && !exists(Resolve(path, Uri.UnescapeDataString(target))))
            {
                yield return new Finding(path, SourceText.LineOf(page, link.Index),
                    $"links to {target}, which is not there");
            }
        }

        foreach (Match span in FileSpan().Matches(page))
        {
            var target = span.Groups["path"].Value;
            if (!exists(target.TrimEnd('/')))
            {
                yield return new Finding(path, SourceText.LineOf(page, span.Index),
                    $"names the file {target}, which is not there");
            }
        }
    }

    private static string Resolve(string page, string target)
    {
        var folder = Path.GetDirectoryName(page) ?? "";
        return Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", folder, target)));
    }

    // Examples keep their lines, so that findings name the right one.
    private static string WithoutFences(string text) => Fence().Replace(text,
        match => new string([.. match.Value.Select(letter => letter == '\n' ? '\n' : ' ')]));

    [GeneratedRegex(@"^# .*$", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"\]\(<?(?<target>[^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(?<target>\S+)",
        RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:|//)")]
    private static partial Regex HasScheme();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|config|scripts|web|bench|\.ci)/[\w./-]*)`")]
    private static partial Regex FileSpan();

    [GeneratedRegex(@"^[ ]{0,3}(?<mark>```|~~~).*?(^[ ]{0,3}\k<mark>|\z)",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
