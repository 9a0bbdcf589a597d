namespace P2PCS.Query.Language;

/// <summary>A pattern of LIKE: % is any text, _ any character. All places of the pattern that
/// the text may have reached are the bits of one word, so a text takes one step per character.
/// Source: Baeza-Yates, Gonnet, "A new approach to text searching", CACM 35(10), 1992.</summary>
public sealed class LikePattern
{
    private readonly Dictionary<char, UInt128> places = [];
    private readonly UInt128 anyCharacter;
    private readonly UInt128 anyText;
    private readonly UInt128 end;

    /// <summary>Reads a pattern of up to 100 characters.</summary>
    public LikePattern(string pattern)
    {
        UInt128 place = 1;
        foreach (char letter in pattern)
        {
            if (letter == '%')
            {
                anyText |= place;
                continue;
            }

            if (letter == '_')
                anyCharacter |= place;
            else
                places[letter] = places.GetValueOrDefault(letter) | place;
            place <<= 1;
        }

        end = place;
    }

    /// <summary>Whether all of a text follows the pattern; case counts.</summary>
    public bool Matches(string text)
    {
        UInt128 reached = 1;
        foreach (char letter in text)
        {
            UInt128 stepping = places.GetValueOrDefault(letter) | anyCharacter;
            reached = ((reached & stepping) << 1) | (reached & anyText);
            if (reached == 0)
                return false;
        }

        return (reached & end) != 0;
    }
}
