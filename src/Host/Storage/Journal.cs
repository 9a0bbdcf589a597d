using System.Buffers.Binary;

namespace P2PCS.Host.Storage;

/// <summary>What a peer must remember over a restart: its boot epoch and small records.</summary>
/// <remarks>What a call has written survives a kill and a power loss once the call returned. One
/// caller at a time; the data directory's lock keeps other peers out.</remarks>
public sealed class Journal : IDisposable
{
    private const int KeyBytes = 16;
    private const long Schema = 1;

    // "P2PC" in ASCII: tells the file apart from other programs' databases.
    private const long ApplicationId = 0x50325043;

    private const string CreateTables =
        """
        BEGIN IMMEDIATE;
        CREATE TABLE boot (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL);
        CREATE TABLE records (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            kind INTEGER NOT NULL,
            key BLOB NOT NULL,
            value BLOB NOT NULL,
            UNIQUE (kind, key));
        PRAGMA application_id = 0x50325043;
        PRAGMA user_version = 1;
        COMMIT;
        """;

    private const string CountFaults =
        "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'";

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase database;
    private readonly SqliteStatement put;
    private readonly SqliteStatement delete;
    private readonly SqliteStatement read;

    private Journal(SqliteDatabase database)
    {
        this.database = database;
        put = database.Prepare("INSERT INTO records (kind, key, value) VALUES (?, ?, ?) " +
            "ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value");
        delete = database.Prepare("DELETE FROM records WHERE kind = ? AND key = ?");
        read = database.Prepare("SELECT key, value FROM records WHERE kind = ? ORDER BY place");
    }

    /// <summary>Opens a journal, making a new one (mode 0600) where there is no file.</summary>
    /// <param name="file">Its path; SQLite keeps two more files beside it while open.</param>
    /// <returns>The journal; disposing it closes the file.</returns>
    /// <exception cref="SqliteException">The file is damaged, belongs to another program or
    /// another version, or the library is missing; the message says which, and the file is left
    /// as it was.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static Journal Open(string file)
    {
        if (!File.Exists(file))
        {
            PrivateFile.Create(file).Dispose();
            Posix.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        var database = SqliteDatabase.Open(file, BusyTimeout);
        try
        {
            Recognise(database);
            database.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            return new Journal(database);
        }
        catch (SqliteException damage) when (damage.IsDamage)
        {
            database.Dispose();
            throw Damaged(file, damage.Message, damage);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Counts one more start of this identity, durably.</summary>
    /// <returns>The new boot epoch: 1 in a new journal, then one more each call.</returns>
    /// <exception cref="SqliteException">The disk refuses; the epoch is not counted.</exception>
    /// <exception cref="OverflowException">2^32 starts have been counted.</exception>
    public uint NextBootEpoch() => checked((uint)database.Number(
        "INSERT INTO boot (id, epoch) VALUES (1, 1) " +
        "ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1 RETURNING epoch"));

    /// <summary>Applies all writes, in order, or none of them.</summary>
    /// <param name="writes">Any number. A key written again keeps its place in the order; a key
    /// deleted and written again goes to the end.</param>
    /// <exception cref="SqliteException">The disk refuses; nothing was applied.</exception>
    public void Commit(ReadOnlySpan<JournalWrite> writes)
    {
        if (writes.IsEmpty)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (ref readonly var write in writes)
            {
                Apply(write);
            }

            database.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Reads all records of a kind.</summary>
    /// <param name="kind">Which kind.</param>
    /// <returns>Copies, in the order in which their keys were first written.</returns>
    /// <exception cref="SqliteException">The file is damaged or the disk refuses.</exception>
    public IReadOnlyList<JournalRecord> Read(byte kind)
    {
        var records = new List<JournalRecord>();
        read.Reset();
        read.Bind(1, kind);
        while (read.Step())
        {
            var key = read.Blob(0);
            if (key.Length != KeyBytes)
            {
                read.Reset();
                throw Damaged(database.File, $"A key has {key.Length} bytes.", null);
            }

            records.Add(new JournalRecord(
                kind, BinaryPrimitives.ReadUInt128BigEndian(key), read.Blob(1)));
        }

        return records;
    }

    /// <summary>Moves everything into the main file and closes it.</summary>
    public void Dispose()
    {
        put.Dispose();
        delete.Dispose();
        read.Dispose();

        // Closing the last connection checkpoints the write-ahead log and removes it.
        database.Dispose();
    }

    private static void Recognise(SqliteDatabase database)
    {
        var application = database.Number("PRAGMA application_id");
        var schema = database.Number("PRAGMA user_version");
        if (application == 0 && schema == 0 &&
            database.Number("SELECT count(*) FROM sqlite_master") == 0)
        {
            database.Execute(CreateTables);
            return;
        }

        if (application != ApplicationId)
        {
            throw new SqliteException($"{database.File} is another program's database, not a " +
                "journal of p2pcs: move it away or pass another --data.", 0);
        }

        if (schema != Schema)
        {
            throw new SqliteException($"{database.File} has schema {schema}, this p2pcs reads " +
                $"schema {Schema}: run the version of p2pcs that wrote it, or move it away.", 0);
        }

        if (database.Number(CountFaults) != 0)
        {
            throw Damaged(database.File, "Its pages contradict each other.", null);
        }
    }

    private static SqliteException Damaged(string file, string detail, SqliteException? cause) =>
        new($"The journal {file} is damaged or not a journal: restore it from a copy, or move it " +
            $"away to start with an empty one. ({detail})",
            cause?.Code ?? SqliteNative.Corrupt, cause);

    private void Apply(in JournalWrite write)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt128BigEndian(key, write.Key);
        var statement = write.Delete ? delete : put;
        statement.Bind(1, write.Kind);
        statement.Bind(2, key);
        if (!write.Delete)
        {
            statement.Bind(3, write.Value.Span);
        }

        statement.Run();
    }

    private void RollBack()
    {
        // Some failures (a full disk) make SQLite roll back by itself; then there is nothing to do.
        if (!database.IsAutoCommit)
        {
            database.Execute("ROLLBACK");
        }
    }
}
