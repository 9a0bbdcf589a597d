namespace P2PCS.Simulation.Scenarios;

/// <summary>Why a scenario file is refused.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Character within the line, from 1.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Allowed">What would be right.</param>
public sealed record ScenarioProblem(
    string File, int Line, int Column, string What, string Allowed)
{
    /// <summary>The line that tools know how to jump to.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {What}; allowed: {Allowed}";
}
