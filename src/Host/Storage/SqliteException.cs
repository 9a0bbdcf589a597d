namespace P2PCS.Host.Storage;

/// <summary>SQLite refused; an open transaction has been or will be rolled back.</summary>
public sealed class SqliteException : IOException
{
    /// <summary>Says which file, and what SQLite said.</summary>
    /// <param name="message">A sentence that names the file.</param>
    /// <param name="code">SQLite's primary result code, or 0 when the library is missing.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public SqliteException(string message, int code, Exception? cause = null)
        : base(message, cause) => Code = code;

    /// <summary>SQLite's primary result code; 0 when the library itself is missing.</summary>
    public int Code { get; }

    /// <summary>Whether the file's content is at fault (damaged, or no SQLite file at all).
    /// </summary>
    public bool IsDamage => Code is SqliteNative.Corrupt or SqliteNative.NotADatabase;
}
