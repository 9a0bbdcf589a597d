namespace P2PCS.Tidy.Tests.Rules;

/// <summary>How long a file, a method and a line may be.</summary>
public static class Sizes
{
    public const int FileLines = 300;
    public const int MethodLines = 60;
    public const int Columns = 100;

    public static IEnumerable<Finding> OfFile(string path, string text)
    {
        var lines = text.TrimEnd('\n').Count(character => character == '\n') + 1;
        return lines <= FileLines ? [] : [new Finding(path, FileLines + 1,
            $"{lines} lines, at most {FileLines}: split it by what the parts are about")];
    }

    public static IEnumerable<Finding> OfMethods(string path, string text) =>
        from member in Member.All(text)
        where member.HasBody && member.TypeName is null && member.Lines > MethodLines
            && !member.Header.StartsWith("namespace ", StringComparison.Ordinal)
        select new Finding(path, member.Line,
            $"{member.Lines} lines, at most {MethodLines}: give its steps names of their own");

    public static IEnumerable<Finding> OfLines(string path, string text)
    {
        var line = 0;
        foreach (var row in text.Split('\n'))
        {
            line++;
            var columns = row.TrimEnd('\r').EnumerateRunes().Count();
            if (columns > Columns)
            {
                yield return new Finding(path, line, $"{columns} columns, at most {Columns}");
            }
        }
    }
}
