using System.Text.RegularExpressions;

namespace P2PCS.Tidy.Tests.Rules;

/// <summary>Type names end in a word that says something.</summary>
public static partial class Names
{
    private static readonly HashSet<string> Empty =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service",
        "Services", "Provider", "Processor", "Handler", "Base", "Common", "Core", "Shared",
        "Abstractions", "Impl", "Info", "Data", "Context",
    ];

    // The JSON source generator wants a subclass of JsonSerializerContext, named as such.
    private static readonly string[] AllowedEndings = ["JsonContext"];

    public static IEnumerable<Finding> In(string path, string text) =>
        from member in Member.All(text)
        let name = member.TypeName
        where name is not null && Empty.Contains(LastWord().Match(name).Value)
            && !AllowedEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
        select new Finding(path, member.Line, $"{name}: its last word says nothing; "
            + "name the thing in the field's words");

    [GeneratedRegex("[A-Z][a-z0-9]*$")]
    private static partial Regex LastWord();
}
