namespace P2PCS.Query.Language;

/// <summary>A place in a text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public readonly record struct Position(int Line, int Column);
