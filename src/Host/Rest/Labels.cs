using System.Text;
using P2PCS.Allocation.Subclouds;

namespace P2PCS.Host.Rest;

/// <summary>Labels as people write them and as a subcloud keeps them.</summary>
internal static class Labels
{
    private const int WordMax = 63;

    /// <summary>Reads labels; absent ones are none.</summary>
    public static Problem? Read(IReadOnlyDictionary<string, string>? labels, out string text)
    {
        text = string.Join('\n', (labels ?? new Dictionary<string, string>())
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}"));
        foreach ((string key, string? value) in labels ?? new Dictionary<string, string>())
        {
            if (!IsWord(key) || (value != "" && !IsWord(value)))
            {
                return Problem.Invalid(
                    $"The label '{key}' is '{value}'.",
                    $"Use 1 to {WordMax} letters, digits, '-', '_', '.' or '/' in each.");
            }
        }

        return Encoding.UTF8.GetByteCount(text) <= SubcloudSpec.LabelBytes
            ? null
            : Problem.Invalid(
                "The labels are too long.",
                $"They may have {SubcloudSpec.LabelBytes} bytes in all.");
    }

    /// <summary>Labels as they are shown; null for none.</summary>
    public static IReadOnlyDictionary<string, string>? Of(string text) => text.Length == 0
        ? null
        : text.Split('\n').Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private static bool IsWord(string? word) =>
        word?.Length is > 0 and <= WordMax
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');
}
