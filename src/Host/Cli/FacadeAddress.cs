namespace P2PCS.Host.Cli;

/// <summary>Where a facade is, how to show who one is, and how it was found.</summary>
/// <param name="Url">Base URL, <c>http</c> or <c>https</c>.</param>
/// <param name="Token">The bearer token, or null where none is known.</param>
/// <param name="Origin">How the address was found, for error messages.</param>
/// <param name="StartHint">What to do when nothing answers there.</param>
public sealed record FacadeAddress(Uri Url, string? Token, string Origin, string StartHint);
