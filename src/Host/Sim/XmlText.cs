using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace P2PCS.Host.Sim;

/// <summary>Well-formed XML, the same bytes for the same calls: escapes what is put into it.
/// </summary>
internal sealed class XmlText
{
    private readonly StringBuilder text = new();

    /// <summary>Text that is markup already; numbers are rounded to a hundredth.</summary>
    public XmlText Raw(ref Markup markup)
    {
        text.Append(markup.ToString());
        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>An interpolated text whose literal parts are markup and whose holes are not.
    /// </summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly StringBuilder text;

        public Markup(int literalLength, int formattedCount) =>
            text = new StringBuilder(literalLength + (8 * formattedCount));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(double number) =>
            text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(int number) => text.Append(CultureInfo.InvariantCulture,
            $"{number}");

        public void AppendFormatted(XmlText inner) => text.Append(inner.text);

        public void AppendFormatted(string words) => text.Append(words
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal));

        public override string ToString() => text.ToString();
    }
}
