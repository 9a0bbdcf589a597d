using System.Runtime.Versioning;
using System.Text;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class JournalTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private string JournalPath => temp.At("state.db");

    public void Dispose() => temp.Dispose();

    [Fact]
    public void The_boot_epoch_counts_starts_from_1()
    {
        using (var journal = Journal.Open(JournalPath))
        {
            Assert.Equal(1u, journal.NextBootEpoch());
            Assert.Equal(2u, journal.NextBootEpoch());
        }

        using var again = Journal.Open(JournalPath);
        Assert.Equal(3u, again.NextBootEpoch());
    }

    [Fact]
    public void Records_come_back_by_kind_in_the_order_of_their_first_writing()
    {
        using (var journal = Journal.Open(JournalPath))
        {
            journal.Commit([Put(1, 9, "a"), Put(2, 9, "other"), Put(1, UInt128.MaxValue, "b")]);
            journal.Commit([Put(1, 3, ""), Put(1, 9, "a2")]);
        }

        using var again = Journal.Open(JournalPath);
        Assert.Equal(["9=a2", $"{UInt128.MaxValue}=b", "3="], Show(again, 1));
        Assert.Equal(["9=other"], Show(again, 2));
        Assert.Empty(again.Read(3));
    }

    [Fact]
    public void A_deleted_record_is_gone_and_written_again_it_is_the_last()
    {
        using var journal = Journal.Open(JournalPath);
        journal.Commit([Put(1, 1, "a"), Put(1, 2, "b")]);

        journal.Commit([Remove(1, 1), Remove(1, 77)]);
        Assert.Equal(["2=b"], Show(journal, 1));

        journal.Commit([Put(1, 1, "c")]);
        Assert.Equal(["2=b", "1=c"], Show(journal, 1));
    }

    [Fact]
    public void Committed_writes_are_in_the_files_before_the_journal_is_closed()
    {
        using var journal = Journal.Open(JournalPath);
        journal.NextBootEpoch();
        journal.Commit([Put(1, 5, "kept")]);

        // What a process killed now would leave behind.
        var copy = temp.At("copy.db");
        File.Copy(JournalPath, copy);
        File.Copy(JournalPath + "-wal", copy + "-wal");

        using var recovered = Journal.Open(copy);
        Assert.Equal(["5=kept"], Show(recovered, 1));
        Assert.Equal(2u, recovered.NextBootEpoch());
    }

    [Fact]
    public void A_torn_last_transaction_takes_nothing_before_it_along()
    {
        using var journal = Journal.Open(JournalPath);
        journal.Commit([Put(1, 1, "whole")]);
        journal.Commit([Put(1, 2, "torn"), Put(1, 3, "torn")]);

        var copy = temp.At("copy.db");
        File.Copy(JournalPath, copy);
        var log = File.ReadAllBytes(JournalPath + "-wal");
        File.WriteAllBytes(copy + "-wal", log[..^100]);

        using var recovered = Journal.Open(copy);
        Assert.Equal(["1=whole"], Show(recovered, 1));
    }

    [Fact]
    public void Closing_leaves_one_private_file()
    {
        using (var journal = Journal.Open(JournalPath))
        {
            journal.Commit([Put(1, 1, "a")]);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(JournalPath + "-wal"));
        }

        Assert.Equal([JournalPath], Directory.GetFiles(temp.Root));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(JournalPath));
    }

    [Fact]
    public void Ten_thousand_records_are_one_transaction()
    {
        using var journal = Journal.Open(JournalPath);
        var writes = new JournalWrite[10_000];
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i] = new JournalWrite(7, (UInt128)i << 64, BitConverter.GetBytes(i));
        }

        journal.Commit(writes);

        var records = journal.Read(7);
        Assert.Equal(writes.Length, records.Count);
        Assert.All(records, (record, i) =>
            Assert.Equal(i, BitConverter.ToInt32(record.Value.Span)));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name_and_left_alone()
    {
        File.WriteAllText(JournalPath, new string('x', 5000));

        var refused = Assert.Throws<SqliteException>(() => Journal.Open(JournalPath));

        Assert.True(refused.IsDamage);
        Assert.Contains(JournalPath, refused.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(JournalPath));
    }

    [Fact]
    public void A_damaged_journal_is_refused_by_name()
    {
        using (var journal = Journal.Open(JournalPath))
        {
            journal.Commit([.. Enumerable.Range(0, 500).Select(i => Put(1, (uint)i, $"{i:D100}"))]);
        }

        var bytes = File.ReadAllBytes(JournalPath);
        bytes.AsSpan(4096, bytes.Length - 4096).Fill(0x5a);
        File.WriteAllBytes(JournalPath, bytes);

        var refused = Assert.Throws<SqliteException>(() => Journal.Open(JournalPath));

        Assert.True(refused.IsDamage);
        Assert.Contains(JournalPath, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        File.WriteAllBytes(JournalPath, []);
        using (var foreign = SqliteDatabase.Open(JournalPath, TimeSpan.FromSeconds(1)))
        {
            foreign.Execute("CREATE TABLE shopping (item TEXT)");
        }

        var before = File.ReadAllBytes(JournalPath);

        var refused = Assert.Throws<SqliteException>(() => Journal.Open(JournalPath));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(JournalPath));
    }

    [Fact]
    public void A_journal_of_a_later_version_is_refused()
    {
        Journal.Open(JournalPath).Dispose();
        using (var later = SqliteDatabase.Open(JournalPath, TimeSpan.FromSeconds(1)))
        {
            later.Execute("PRAGMA user_version = 2");
        }

        var refused = Assert.Throws<SqliteException>(() => Journal.Open(JournalPath));

        Assert.Contains("schema 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_that_fails_says_what_sqlite_said()
    {
        File.WriteAllBytes(JournalPath, []);
        using var database = SqliteDatabase.Open(JournalPath, TimeSpan.FromSeconds(1));

        var refused = Assert.Throws<SqliteException>(() => database.Execute("SELECT * FROM no"));

        Assert.Contains("no such table: no", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        var refused = Assert.Throws<SqliteException>(
            () => SqliteDatabase.Open(temp.At("absent/state.db"), TimeSpan.FromSeconds(1)));

        Assert.Contains("absent/state.db", refused.Message, StringComparison.Ordinal);
    }

    private static JournalWrite Put(byte kind, UInt128 key, string value) =>
        new(kind, key, Encoding.UTF8.GetBytes(value));

    private static JournalWrite Remove(byte kind, UInt128 key) =>
        new(kind, key, default, Delete: true);

    private static IEnumerable<string> Show(Journal journal, byte kind) => journal.Read(kind)
        .Select(record => $"{record.Key}={Encoding.UTF8.GetString(record.Value.Span)}");
}
