using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>What a task of the simulation comes to: a pure function of its name.</summary>
public static class TaskOracle
{
    /// <summary>Digest of the task's spec.</summary>
    public static Digest SpecOf(UInt128 task) => Draw(task, 1);

    /// <summary>Digest of the task's result.</summary>
    public static Digest ResultOf(UInt128 task) => Draw(task, 2);

    /// <summary>The command's exit code: one in eight fails.</summary>
    public static int ExitCodeOf(UInt128 task) => (task & 7) == 0 ? 7 : 0;

    private static Digest Draw(UInt128 task, ulong purpose)
    {
        var rng = new Rng((ulong)task ^ (ulong)(task >> 64), purpose);
        return new Digest(rng.Next(), rng.Next(), rng.Next(), rng.Next());
    }
}
