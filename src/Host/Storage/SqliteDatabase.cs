using System.Runtime.InteropServices;

namespace P2PCS.Host.Storage;

/// <summary>One connection to an SQLite file; one caller at a time.</summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int PrimaryCode = 0xff;

    private readonly SqliteNative.DatabaseHandle handle;

    private SqliteDatabase(string file, SqliteNative.DatabaseHandle handle)
    {
        File = file;
        this.handle = handle;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Whether no transaction is open.</summary>
    public bool IsAutoCommit => SqliteNative.IsAutoCommit(handle) != 0;

    /// <summary>Opens a file that exists; an empty one is an empty database.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="busyTimeout">How long to wait for another connection's lock.</param>
    /// <returns>The connection; disposing it closes the file.</returns>
    /// <exception cref="SqliteException">The library is missing, or the file cannot be opened.
    /// </exception>
    public static SqliteDatabase Open(string file, TimeSpan busyTimeout)
    {
        try
        {
            var code = SqliteNative.Open(file, out var handle,
                SqliteNative.OpenReadWrite | SqliteNative.OpenFullMutex, 0);
            var database = new SqliteDatabase(file, handle);
            if (code != SqliteNative.Ok)
            {
                using (database)
                {
                    throw database.Failure(code, "open");
                }
            }

            database.Check(SqliteNative.BusyTimeout(
                handle, (int)busyTimeout.TotalMilliseconds), "set the busy timeout");
            return database;
        }
        catch (DllNotFoundException missing)
        {
            throw new SqliteException("The library libsqlite3.so.0 is missing. Install it: " +
                "apt-get install libsqlite3-0", 0, missing);
        }
    }

    /// <summary>Runs statements that need no arguments and drops the rows they give.</summary>
    /// <param name="sql">One or more statements.</param>
    /// <exception cref="SqliteException">One failed; the ones before it took effect.</exception>
    public void Execute(string sql) =>
        Check(SqliteNative.Execute(handle, sql, 0, 0, 0), $"run '{sql}'");

    /// <summary>Compiles one statement.</summary>
    /// <param name="sql">One statement; <c>?</c> stands for an argument.</param>
    /// <returns>The statement, to be disposed before the database.</returns>
    /// <exception cref="SqliteException">The statement is wrong, or the file damaged.</exception>
    public SqliteStatement Prepare(string sql)
    {
        var code = SqliteNative.Prepare(handle, sql, -1, out var statement, 0);
        if (code != SqliteNative.Ok)
        {
            statement.Dispose();
            throw Failure(code, $"prepare '{sql}'");
        }

        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs a statement that answers with one number.</summary>
    /// <param name="sql">One statement, run to its end.</param>
    /// <returns>First column of the first row.</returns>
    /// <exception cref="SqliteException">The statement failed or gave no row.</exception>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        if (!statement.Step())
        {
            throw new SqliteException($"{File}: '{sql}' gave no row.", SqliteNative.Done);
        }

        var number = statement.Int64(0);
        while (statement.Step())
        {
        }

        return number;
    }

    /// <summary>Closes the file; an open transaction is rolled back.</summary>
    public void Dispose() => handle.Dispose();

    internal void Check(int code, string action)
    {
        if (code != SqliteNative.Ok)
        {
            throw Failure(code, action);
        }
    }

    internal SqliteException Failure(int code, string action)
    {
        // A failed open may leave no connection to ask.
        var text = Marshal.PtrToStringUTF8(handle.IsInvalid
            ? SqliteNative.ErrorText(code)
            : SqliteNative.ErrorMessage(handle));
        return new SqliteException($"{File}: SQLite could not {action}: {text}.",
            code & PrimaryCode);
    }
}
