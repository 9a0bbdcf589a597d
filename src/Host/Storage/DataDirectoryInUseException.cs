namespace P2PCS.Host.Storage;

/// <summary>Another peer holds the data directory; nothing was changed.</summary>
public sealed class DataDirectoryInUseException : IOException
{
    /// <summary>Says which directory, who holds it, and what to do.</summary>
    /// <param name="directory">Full path of the directory.</param>
    /// <param name="pid">Process id of the holder, or null when it could not be read.</param>
    public DataDirectoryInUseException(string directory, int? pid)
        : base(Describe(directory, pid))
    {
        DataPath = directory;
        Pid = pid;
    }

    /// <summary>Full path of the directory that is in use.</summary>
    public string DataPath { get; }

    /// <summary>Process id of the peer that holds it; null when unknown.</summary>
    public int? Pid { get; }

    private static string Describe(string directory, int? pid)
    {
        var holder = pid is null ? "another peer" : $"another peer (pid {pid})";
        return $"The data directory {directory} is in use by {holder}: " +
            "stop that peer or pass another --data.";
    }
}
