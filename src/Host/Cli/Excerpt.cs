namespace P2PCS.Host.Cli;

/// <summary>A line of a text with a caret below the place that is meant.</summary>
internal static class Excerpt
{
    /// <summary>Both lines, indented; null where line or place is not known.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The place, a character from 1; one past the end is the end.</param>
    public static string? Of(string? line, int? column)
    {
        if (line is null || column is not { } place || place < 1 || place > line.Length + 1)
            return null;

        // Tabs stay tabs, so that the caret stands where the terminal puts the character.
        string before = string.Concat(line[..(place - 1)].Select(c => c == '\t' ? '\t' : ' '));
        return $"  {line}{Environment.NewLine}  {before}^";
    }
}
