using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData("invalid-request", 400, 2)]
    [InlineData("unauthenticated", 401, 5)]
    [InlineData("not-found", 404, 3)]
    [InlineData("conflict", 409, 1)]
    [InlineData("subcloud-expired", 409, 3)]
    [InlineData("subcloud-ended", 409, 3)]
    [InlineData("insufficient-capacity", 409, 4)]
    [InlineData("driver-unavailable", 409, 4)]
    [InlineData("payload-too-large", 413, 2)]
    [InlineData("digest-mismatch", 422, 70)]
    [InlineData("stopping", 503, 69)]
    [InlineData("internal", 500, 70)]
    [InlineData("some-new-code", 404, 3)]
    [InlineData(null, 401, 5)]
    [InlineData(null, 502, 70)]
    [InlineData(null, 418, 1)]
    public void Every_problem_has_its_exit_code(string? code, int status, int exitCode) =>
        Assert.Equal(exitCode, ExitCodes.OfProblem(code, status));

    [Theory]
    [InlineData("insufficient-capacity", 4)]
    [InlineData("max-runtime", 6)]
    [InlineData("internal", 70)]
    [InlineData("dependency", 1)]
    [InlineData(null, 1)]
    public void A_task_without_exit_code_ends_by_its_reason(string? code, int exitCode) =>
        Assert.Equal(exitCode, ExitCodes.OfReason(code));
}
