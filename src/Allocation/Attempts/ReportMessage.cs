using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Attempts;

/// <summary>Body of a report: task, number, state, outcome (u8), exit code (i32), result.</summary>
/// <param name="Attempt">Which attempt.</param>
/// <param name="State">How it stands.</param>
/// <param name="Outcome">How it ended, once it has.</param>
/// <param name="ExitCode">The command's exit code, once it has exited.</param>
/// <param name="Result">Digest of the result's manifest, once it has ended.</param>
public readonly record struct ReportMessage(
    AttemptKey Attempt, AttemptState State, AttemptOutcome Outcome, int ExitCode, Digest Result)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReportMessage message)
    {
        var reader = new WireReader(body);
        message = new ReportMessage(
            AssignMessage.ReadKey(ref reader),
            (AttemptState)reader.U8(),
            (AttemptOutcome)reader.U8(),
            (int)reader.U32(),
            reader.Digest());
        reader.Require(message.State <= AttemptState.RefusedBusy);
        reader.Require(message.Outcome <= AttemptOutcome.Killed);
        reader.Require(
            (message.State == AttemptState.Ended) == (message.Outcome != AttemptOutcome.None));
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        AssignMessage.WriteKey(ref writer, Attempt);
        writer.U8((byte)State);
        writer.U8((byte)Outcome);
        writer.U32((uint)ExitCode);
        writer.Digest(Result);
    }
}
