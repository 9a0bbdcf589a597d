using System.Diagnostics.CodeAnalysis;

namespace P2PCS.Host.Sealing;

/// <summary>Which counters came already, of the last 2,048. Keep it in a plain field.</summary>
/// <remarks>Source: RFC 6479, a bitmap used as a ring of words.</remarks>
[SuppressMessage("Performance", "CA1815", Justification = "A window is asked, never compared.")]
public struct ReplayWindow
{
    /// <summary>Counters behind the highest that are still told apart.</summary>
    public const uint Size = 2048;

    private const int WordBits = 64;
    private const uint Words = (Size / WordBits) + 1;

    private readonly ulong[] words = new ulong[Words];
    private ulong end;

    /// <summary>A window that has seen nothing.</summary>
    public ReplayWindow()
    {
    }

    /// <summary>Whether a counter is new, as far as can be told; changes nothing.</summary>
    public readonly bool IsNew(uint counter)
    {
        if (counter >= end)
            return true;
        if (counter + (ulong)Size < end)
            return false;
        return (words[counter / WordBits % Words] & (1UL << (int)(counter % WordBits))) == 0;
    }

    /// <summary>Marks a new counter as seen.</summary>
    public void Add(uint counter)
    {
        if (counter >= end)
        {
            ulong word = end == 0 ? 0 : (end - 1) / WordBits;
            ulong last = counter / WordBits;
            for (ulong i = Math.Max(word + 1, last > Words ? last - Words : 0); i <= last; i++)
                words[i % Words] = 0;
            end = (ulong)counter + 1;
        }

        words[counter / WordBits % Words] |= 1UL << (int)(counter % WordBits);
    }
}
