using P2PCS.Host.Fuzzing;
using P2PCS.Protocol;
using P2PCS.Tests;
using Xunit.Abstractions;

namespace P2PCS.Host.Tests.Fuzzing;

/// <summary>The readers that <c>p2pcs sim fuzz</c> feeds, for a while. P2PCS_FUZZ_INPUTS sets how
/// many inputs each gets, P2PCS_SEED which.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void No_input_makes_a_reader_throw_or_allocate_much()
    {
        using var targets = new FuzzTargets(Seed.Value);
        var run = new FuzzRun(targets.All, Seed.Value);
        FuzzFailure? failure = run.Run((long)Seed.Number("P2PCS_FUZZ_INPUTS", 10_000));
        foreach ((string name, long inputs, long most) in run.Results)
            output.WriteLine($"{name}: {inputs} inputs, at most {most} bytes allocated");
        Assert.True(failure is null, failure is null ? "" :
            $"{failure.Reason} at {Convert.ToHexStringLower(failure.Input)}; {failure.Replay}");
    }

    [Fact]
    public void A_reader_that_trusts_a_length_or_throws_is_found_and_found_again()
    {
        byte[][] corpus = [[1, 0, 5, 5]];
        var greedy = new FuzzTarget("greedy", corpus, (byte[] input, ref Rng _) =>
            GC.KeepAlive(new byte[input.Length > 1 ? input[1] << 16 : 0]));
        var thrower = new FuzzTarget("thrower", corpus, (byte[] input, ref Rng _) =>
            Invariant.Holds(input.Length == 0 || input[0] != 0));
        foreach (FuzzTarget target in new[] { greedy, thrower })
        {
            FuzzFailure? failure = new FuzzRun([target], 7).Run(5000);
            Assert.NotNull(failure);
            Assert.Contains($"--target {target.Name}", failure.Replay, StringComparison.Ordinal);
            FuzzFailure? again = new FuzzRun([target], 7).Run(failure.Number + 1);

            // The number of bytes in the reason is the runtime's affair.
            Assert.Equal(
                (failure.Number, Convert.ToHexString(failure.Input)),
                (again!.Number, Convert.ToHexString(again.Input)));
        }
    }
}
