using System.Text;
using System.Text.Json;

namespace P2PCS.Simulation.Scenarios;

/// <summary>Reads the JSON subset of HOCON with <c>//</c> comments into values that know their
/// place.</summary>
internal static class ConfParser
{
    private const int Depth = 8;

    /// <summary>Parses a file; null and a problem where it is malformed.</summary>
    public static ConfNode? Parse(byte[] text, ConfProblems problems)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Allow,
            AllowTrailingCommas = true,
            MaxDepth = Depth,
        });
        try
        {
            if (!Next(ref reader, text, problems))
                return null;
            ConfNode? root = Value(ref reader, text, problems);
            // The reader itself refuses what follows the first value.
            while (root is not null && reader.Read())
                CheckComment(ref reader, text, problems);
            return root;
        }
        catch (JsonException e)
        {
            int cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string what = (cut < 0 ? e.Message : e.Message[..cut]).TrimEnd('.');
            problems.AddAt(e.LineNumber ?? 0, e.BytePositionInLine ?? 0, what);
            return null;
        }
    }

    private static ConfNode? Value(
        ref Utf8JsonReader reader, byte[] text, ConfProblems problems)
    {
        ConfKind kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => ConfKind.Object,
            JsonTokenType.StartArray => ConfKind.List,
            JsonTokenType.String => ConfKind.Text,
            JsonTokenType.Number => ConfKind.Number,
            _ => ConfKind.Other,
        };
        string words = kind switch
        {
            ConfKind.Text => reader.GetString()!,
            ConfKind.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        var node = new ConfNode(kind, (int)reader.TokenStartIndex, words);
        return kind switch
        {
            ConfKind.Object => Members(ref reader, text, problems, node),
            ConfKind.List => Items(ref reader, text, problems, node),
            _ => node,
        };
    }

    private static ConfNode? Members(
        ref Utf8JsonReader reader, byte[] text, ConfProblems problems, ConfNode node)
    {
        while (Next(ref reader, text, problems))
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return node;
            string key = reader.GetString()!;
            int offset = (int)reader.TokenStartIndex;
            if (!Next(ref reader, text, problems)
                || Value(ref reader, text, problems) is not { } value)
            {
                return null;
            }

            node.Members.Add(new ConfMember(key, offset, value));
        }

        return null;
    }

    private static ConfNode? Items(
        ref Utf8JsonReader reader, byte[] text, ConfProblems problems, ConfNode node)
    {
        while (Next(ref reader, text, problems))
        {
            if (reader.TokenType == JsonTokenType.EndArray)
                return node;
            if (Value(ref reader, text, problems) is not { } item)
                return null;
            node.Items.Add(item);
        }

        return null;
    }

    // Steps over comments; the reader throws at a premature end.
    private static bool Next(ref Utf8JsonReader reader, byte[] text, ConfProblems problems)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Comment)
                return true;
            CheckComment(ref reader, text, problems);
        }

        return false;
    }

    private static void CheckComment(
        ref Utf8JsonReader reader, byte[] text, ConfProblems problems)
    {
        int start = (int)reader.TokenStartIndex;
        if (text.AsSpan(start).StartsWith("/*"u8))
            problems.Add(start, "a comment in /* */ is no HOCON", "// up to the end of a line");
    }
}
