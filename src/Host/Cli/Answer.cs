namespace P2PCS.Host.Cli;

/// <summary>What a facade answered: the body as a record, and the very bytes of its JSON.</summary>
/// <typeparam name="T">The body's record.</typeparam>
/// <param name="Body">The body.</param>
/// <param name="Json">The JSON it was read from, UTF-8.</param>
public sealed record Answer<T>(T Body, ReadOnlyMemory<byte> Json);
