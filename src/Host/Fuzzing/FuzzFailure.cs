namespace P2PCS.Host.Fuzzing;

/// <summary>An input that a reader did not bear.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">Which input of the run, from 0.</param>
/// <param name="Input">The input.</param>
/// <param name="Reason">What happened.</param>
public sealed record FuzzFailure(
    string Target, ulong Seed, long Number, byte[] Input, string Reason)
{
    /// <summary>The command that does the same again. Keys and signatures in the inputs are new in
    /// each run, all else is the seed's.</summary>
    public string Replay => $"p2pcs sim fuzz --seed {Seed} --target {Target} --inputs {Number + 1}";
}
