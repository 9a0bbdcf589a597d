using System.Runtime.InteropServices;

namespace P2PCS.Host.Storage;

/// <summary>A compiled statement of one <see cref="SqliteDatabase"/>; reusable after
/// <see cref="Run"/> or <see cref="Reset"/>.</summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly SqliteNative.StatementHandle handle;

    internal SqliteStatement(SqliteDatabase database, SqliteNative.StatementHandle handle)
    {
        this.database = database;
        this.handle = handle;
    }

    /// <summary>Sets an argument to bytes, which are copied.</summary>
    /// <param name="index">Which <c>?</c>, from 1.</param>
    /// <param name="value">Any length; empty is an empty blob, not NULL.</param>
    /// <exception cref="SqliteException">There is no such argument, or memory ran out.</exception>
    public void Bind(int index, ReadOnlySpan<byte> value)
    {
        var code = value.IsEmpty
            ? SqliteNative.BindZeroBlob(handle, index, 0)
            : SqliteNative.BindBlob(
                handle, index, in value[0], value.Length, SqliteNative.Transient);
        database.Check(code, "bind a blob");
    }

    /// <summary>Sets an argument to a number.</summary>
    /// <param name="index">Which <c>?</c>, from 1.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="SqliteException">There is no such argument.</exception>
    public void Bind(int index, long value) =>
        database.Check(SqliteNative.BindInt64(handle, index, value), "bind a number");

    /// <summary>Runs up to the next row.</summary>
    /// <returns>False at the end; the statement is then reset.</returns>
    /// <exception cref="SqliteException">The statement failed; it is then reset.</exception>
    public bool Step()
    {
        var code = SqliteNative.Step(handle);
        if (code == SqliteNative.Row)
        {
            return true;
        }

        var failure = code == SqliteNative.Done ? null : database.Failure(code, "run a statement");
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs to the end, drops the rows, and makes the statement ready again.</summary>
    /// <exception cref="SqliteException">The statement failed; it is then reset.</exception>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Makes the statement ready to run again; arguments stay bound.</summary>
    public void Reset()
    {
        // The code repeats the last step's error, which has been thrown already.
        _ = SqliteNative.Reset(handle);
    }

    /// <summary>A number of the current row.</summary>
    /// <param name="column">Which column, from 0.</param>
    /// <returns>The number; 0 for NULL.</returns>
    public long Int64(int column) => SqliteNative.ColumnInt64(handle, column);

    /// <summary>Bytes of the current row.</summary>
    /// <param name="column">Which column, from 0.</param>
    /// <returns>A copy; empty for NULL.</returns>
    public byte[] Blob(int column)
    {
        var address = SqliteNative.ColumnBlob(handle, column);
        var bytes = new byte[SqliteNative.ColumnBytes(handle, column)];
        if (bytes.Length > 0)
        {
            Marshal.Copy(address, bytes, 0, bytes.Length);
        }

        return bytes;
    }

    /// <summary>Frees the statement.</summary>
    public void Dispose() => handle.Dispose();
}
