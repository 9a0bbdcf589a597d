namespace P2PCS.Host.Cli.Map;

/// <summary>One input of a map and where its result goes.</summary>
/// <param name="Path">Full path of the input.</param>
/// <param name="Name">Its path relative to the fixed prefix of its pattern.</param>
/// <param name="Output">Full path of the result.</param>
/// <param name="Digest">SHA-256 of the input, 64 lower-case hex digits.</param>
/// <param name="Size">Length of the input in bytes.</param>
public sealed record MapFile(
    string Path, string Name, string Output, string Digest, long Size);
