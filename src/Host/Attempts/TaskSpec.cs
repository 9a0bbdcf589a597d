namespace P2PCS.Host.Attempts;

/// <summary>What a machine needs to know to run a task; a JSON blob that it fetches by digest.
/// </summary>
/// <param name="Command">Program and arguments, with <c>{in}</c> and <c>{out}</c>.</param>
/// <param name="Inputs">Files to fetch first.</param>
/// <param name="MaxRuntimeSeconds">Killed after this long.</param>
/// <param name="MaxOutputBytes">Killed when stdout, stderr or out exceeds this.</param>
/// <param name="Batch">A word that ties tasks together, or null.</param>
/// <param name="Name">A name for people, or null.</param>
public sealed record TaskSpec(
    IReadOnlyList<string> Command,
    IReadOnlyList<FileRef> Inputs,
    double MaxRuntimeSeconds,
    long MaxOutputBytes,
    string? Batch = null,
    string? Name = null)
{
    /// <summary>Longest spec or manifest a peer reads, in bytes.</summary>
    public const int MaxBytes = 1 << 20;
}

/// <summary>A file by name and content.</summary>
/// <param name="Name">File name without directories.</param>
/// <param name="Digest">SHA-256 of the bytes, 64 lower-case hex digits.</param>
/// <param name="Size">Length in bytes.</param>
public sealed record FileRef(string Name, string Digest, long Size);

/// <summary>What an attempt brought about; a JSON blob that the customer fetches by digest.
/// </summary>
/// <param name="Files"><c>stdout</c>, <c>stderr</c>, and <c>out</c> if the command wrote it.
/// </param>
/// <param name="Detail">A sentence on how it ended, where one is needed.</param>
public sealed record ResultManifest(IReadOnlyList<FileRef> Files, string? Detail = null);
