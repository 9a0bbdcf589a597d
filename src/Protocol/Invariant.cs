using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace P2PCS.Protocol;

/// <summary>Checks that stay on in Release: a broken one is a programmer's error.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantBrokenException"/> unless the condition holds.</summary>
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        if (!condition)
            throw new InvariantBrokenException(text ?? "unnamed");
    }
}
