namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How a scheduler that knows nothing chooses workers for a job's tasks.</summary>
internal enum SparrowChoice
{
    /// <summary>Any worker.</summary>
    Random,

    /// <summary>The shorter of two queues, for each task on its own.</summary>
    PerTask,

    /// <summary>The shortest queues of twice as many workers as tasks.</summary>
    Batch,

    /// <summary>Places are reserved at twice as many workers; the first free ones get tasks.
    /// </summary>
    LateBinding,
}
