using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>What an argument must be.</summary>
internal enum Want : byte
{
    Anything,
    Number,
    Text,
    Time,
}

/// <summary>What a function gives.</summary>
internal enum Gives : byte
{
    /// <summary>The type and unit that all arguments share.</summary>
    Common,

    /// <summary>Whole numbers of the first argument's unit.</summary>
    Whole,

    /// <summary>Numbers of the first argument's unit.</summary>
    Number,

    /// <summary>Numbers without a unit.</summary>
    Bare,

    Int,
    Text,
    Bool,
    Version,
    Time,
}

/// <summary>Computes a function; no argument is NULL unless the function takes NULL.</summary>
/// <returns>The value; NULL is an error of the row.</returns>
internal delegate Value Computation(ReadOnlySpan<Value> arguments);

/// <summary>A function of values.</summary>
/// <param name="Name">Its name in lower case.</param>
/// <param name="Form">How it is written, for errors.</param>
/// <param name="Wants">What its arguments must be.</param>
/// <param name="Gives">What it gives.</param>
/// <param name="Compute">Computes it.</param>
internal sealed record Function(
    string Name, string Form, Want[] Wants, Gives Gives, Computation Compute)
{
    /// <summary>How many arguments may be left out at the end.</summary>
    public int Optional { get; init; }

    /// <summary>Whether the last argument may be repeated.</summary>
    public bool Repeats { get; init; }

    /// <summary>Whether it is computed for NULL too, and may give NULL without an error.
    /// </summary>
    public bool TakesNull { get; init; }

    /// <summary>Whether the second text is searched for at each place of the first.</summary>
    public bool Searches { get; init; }

    /// <summary>Whether so many arguments are right.</summary>
    public bool Takes(int count) =>
        count >= Wants.Length - Optional && (Repeats || count <= Wants.Length);

    /// <summary>What an argument must be.</summary>
    public Want Wanted(int index) => Wants[Math.Min(index, Wants.Length - 1)];
}
