namespace P2PCS.Tidy.Tests.Rules;

/// <summary>What is not in the solution is neither built nor tested by ./check.</summary>
public static class Solution
{
    public static IEnumerable<Finding> In(string solution, IEnumerable<string> projects) =>
        from project in projects
        where !solution.Contains($"\"{project.Replace('/', '\\')}\"", StringComparison.Ordinal)
        select new Finding(project, 1, $"not in P2PCS.sln: dotnet sln add {project}");
}
