using System.Globalization;
using System.Runtime.Versioning;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempDirectory temp = new();

    private string Root => temp.At("peer");

    public void Dispose() => temp.Dispose();

    [Fact]
    public void A_new_data_directory_is_private_and_has_its_folders()
    {
        using var directory = DataDirectory.Open(Root);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, ModeOf(Root));
        Assert.True(Directory.Exists(directory.Blobs));
        Assert.True(Directory.Exists(directory.Scratch));
        Assert.True(Directory.Exists(directory.Logs));
        Assert.Equal(Path.Combine(Root, "identity.pem"), directory.IdentityFile);
        Assert.Equal(Path.Combine(Root, "state.db"), directory.JournalFile);
    }

    [Fact]
    public void A_second_opener_is_told_who_holds_the_directory_and_what_to_do()
    {
        using var directory = DataDirectory.Open(Root);

        var refused = Assert.Throws<DataDirectoryInUseException>(() => DataDirectory.Open(Root));

        Assert.Equal(Environment.ProcessId, refused.Pid);
        Assert.Equal(Root, refused.DataPath);
        Assert.Contains(Root, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            refused.Message, StringComparison.Ordinal);
        Assert.Contains("another --data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_released_directory_can_be_opened_again()
    {
        DataDirectory.Open(Root).Dispose();
        using var again = DataDirectory.Open(Root);

        Assert.Throws<DataDirectoryInUseException>(() => DataDirectory.Open(Root));
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused_by_name()
    {
        File.WriteAllText(Root, "hello");

        var refused = Assert.Throws<IOException>(() => DataDirectory.Open(Root));

        Assert.Contains($"{Root} is a file", refused.Message, StringComparison.Ordinal);
        Assert.Equal("hello", File.ReadAllText(Root));
    }

    [Fact]
    public void A_path_below_a_file_is_refused_by_name()
    {
        File.WriteAllText(Root, "hello");
        var below = Path.Combine(Root, "data");

        var refused = Assert.Throws<IOException>(() => DataDirectory.Open(below));

        Assert.Contains(below, refused.Message, StringComparison.Ordinal);
        Assert.Contains("another --data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_where_nothing_can_be_made_is_refused_by_name()
    {
        var refused = Assert.Throws<IOException>(() => DataDirectory.Open("/proc/p2pcs-test"));

        Assert.Contains("/proc/p2pcs-test", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another --data", refused.Message, StringComparison.Ordinal);
    }

    [UnprivilegedFact]
    public void A_directory_without_write_permission_is_refused_by_name()
    {
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refused = Assert.Throws<IOException>(() => DataDirectory.Open(Root));

        Assert.Contains(Root, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_made_once_and_only_its_owner_may_read_it()
    {
        using var directory = DataDirectory.Open(Root);

        var token = directory.ReadOrCreateToken();

        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(OwnerOnly, ModeOf(directory.TokenFile));
        Assert.Equal(token, directory.ReadOrCreateToken());
        Assert.True(DataDirectory.TryReadToken(Root, out var read));
        Assert.Equal(token, read);
    }

    [Fact]
    public void A_token_others_could_read_is_refused_with_the_command_that_closes_it()
    {
        using var directory = DataDirectory.Open(Root);
        directory.ReadOrCreateToken();
        File.SetUnixFileMode(directory.TokenFile, OwnerOnly | UnixFileMode.OtherRead);

        var refused = Assert.Throws<IOException>(() => directory.ReadOrCreateToken());

        Assert.Contains($"chmod 600 {directory.TokenFile}", refused.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("two words")]
    public void A_token_file_without_a_token_is_refused(string content)
    {
        using var directory = DataDirectory.Open(Root);
        directory.ReadOrCreateToken();
        File.WriteAllText(directory.TokenFile, content);

        var refused = Assert.Throws<IOException>(() => directory.ReadOrCreateToken());

        Assert.Contains("remove it", refused.Message, StringComparison.Ordinal);
        Assert.False(DataDirectory.TryReadToken(Root, out _));
    }

    [Fact]
    public void The_peer_file_is_read_without_the_lock_and_withdrawn()
    {
        var record = new PeerFile(new string('a', 64), 42, "127.0.0.1:7000", "http://127.0.0.1:1");
        using var directory = DataDirectory.Open(Root);
        Assert.False(DataDirectory.TryReadPeerFile(Root, out _));

        directory.WritePeerFile(record with { Pid = 1 });
        directory.WritePeerFile(record);

        Assert.True(DataDirectory.TryReadPeerFile(Root, out var read));
        Assert.Equal(record, read);
        Assert.Equal(OwnerOnly, ModeOf(directory.PeerFile));
        directory.RemovePeerFile();
        directory.RemovePeerFile();
        Assert.False(DataDirectory.TryReadPeerFile(Root, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":null,"pid":1,"listen":"a","api":"b"}""")]
    public void A_malformed_peer_file_is_no_peer_file(string content)
    {
        File.WriteAllText(temp.At("peer.json"), content);

        Assert.False(DataDirectory.TryReadPeerFile(temp.Root, out _));
    }

    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(path);
}
