namespace P2PCS.Host.Cli;

/// <summary>What the process answers its caller; <c>run</c> answers its task's own code.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The work itself failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the request was wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>What was named is not there, or not any more.</summary>
    public const int NotFound = 3;

    /// <summary>Not enough machines take the work.</summary>
    public const int NoCapacity = 4;

    /// <summary>The token is missing or wrong, or the right is, or the cloud admits this peer not
    /// at all.</summary>
    public const int Unauthenticated = 5;

    /// <summary>It took longer than allowed.</summary>
    public const int TimedOut = 6;

    /// <summary>Fewer peers answered than were to.</summary>
    public const int Partial = 8;

    /// <summary>No peer answers at the facade's address.</summary>
    public const int Unreachable = 69;

    /// <summary>A fault of the program.</summary>
    public const int Internal = 70;

    /// <summary>Maps a problem document to an exit code.</summary>
    /// <param name="code">The problem's <c>code</c>, or null where the answer had none.</param>
    /// <param name="status">The HTTP status, which decides for codes not known here.</param>
    /// <returns>One of this class's codes, never <see cref="Ok"/>.</returns>
    public static int OfProblem(string? code, int status) => code switch
    {
        "invalid-request" or "invalid-expression" or "payload-too-large"
            or "query-too-expensive" or "idempotency-key-reuse" => Usage,
        "not-found" or "subcloud-expired" or "subcloud-ended" => NotFound,
        "insufficient-capacity" or "driver-unavailable" => NoCapacity,
        "unauthenticated" or "forbidden" => Unauthenticated,
        "coverage-too-low" => Partial,
        "conflict" or "in-flight" or "rate-limited" => Failed,
        "stopping" or "partitioned" => Unreachable,
        "digest-mismatch" or "internal" => Internal,
        _ => OfStatus(status),
    };

    /// <summary>Maps the reason of a task that ended without an exit code.</summary>
    /// <param name="code">The reason's <c>code</c>, or null.</param>
    /// <returns>One of this class's codes, never <see cref="Ok"/>.</returns>
    public static int OfReason(string? code) => code switch
    {
        "insufficient-capacity" or "driver-unavailable" or "no-capacity" => NoCapacity,
        "max-runtime" or "timeout" or "deadline" => TimedOut,
        "internal" => Internal,
        _ => Failed,
    };

    private static int OfStatus(int status) => status switch
    {
        400 or 405 or 413 or 415 => Usage,
        401 or 403 => Unauthenticated,
        404 => NotFound,
        408 or 504 => TimedOut,
        503 => Unreachable,
        >= 500 => Internal,
        _ => Failed,
    };
}
