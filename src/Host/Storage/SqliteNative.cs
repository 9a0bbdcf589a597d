using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace P2PCS.Host.Storage;

/// <summary>The functions of the system's SQLite that the journal needs.</summary>
/// <remarks>Source: sqlite.org/c3ref, version 3.35 or later (RETURNING).</remarks>
internal static partial class SqliteNative
{
    public const int Ok = 0;
    public const int Corrupt = 11;
    public const int NotADatabase = 26;
    public const int Row = 100;
    public const int Done = 101;
    public const int OpenReadWrite = 0x2;
    public const int OpenFullMutex = 0x10000;

    /// <summary>Tells SQLite to copy bound bytes before the call returns.</summary>
    public const nint Transient = -1;

    private const string Library = "libsqlite3.so.0";

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string file, out DatabaseHandle database, int flags, nint vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    public static partial int BusyTimeout(DatabaseHandle database, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(
        DatabaseHandle database, string sql, nint callback, nint argument, nint error);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Prepare(
        DatabaseHandle database, string sql, int length, out StatementHandle statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int BindBlob(
        StatementHandle statement, int index, in byte bytes, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_zeroblob")]
    public static partial int BindZeroBlob(StatementHandle statement, int index, int length);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInt64(StatementHandle statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(StatementHandle statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(StatementHandle statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInt64(StatementHandle statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    public static partial nint ColumnBlob(StatementHandle statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(StatementHandle statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_get_autocommit")]
    public static partial int IsAutoCommit(DatabaseHandle database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    public static partial nint ErrorMessage(DatabaseHandle database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errstr")]
    public static partial nint ErrorText(int code);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    private static partial int CloseDatabase(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    private static partial int FinalizeStatement(nint statement);

    /// <summary>An open database.</summary>
    internal sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
    {
        protected override bool ReleaseHandle() => CloseDatabase(handle) == Ok;
    }

    /// <summary>A prepared statement.</summary>
    internal sealed class StatementHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
    {
        // The code repeats the last step's error, which has been thrown already.
        protected override bool ReleaseHandle()
        {
            _ = FinalizeStatement(handle);
            return true;
        }
    }
}
