using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace P2PCS.Host.Storage;

/// <summary>The directory that holds everything a peer keeps, locked while the peer runs.</summary>
/// <remarks>The lock is the kernel's (flock), so it goes with the process however that ends.
/// </remarks>
public sealed class DataDirectory : IDisposable
{
    private const int TokenBytes = 32;
    private const string TokenName = "token";
    private const string PeerName = "peer.json";

    private readonly FileStream hold;

    private DataDirectory(string root, FileStream hold)
    {
        Root = root;
        this.hold = hold;
    }

    /// <summary>Full path of the directory.</summary>
    public string Root { get; }

    /// <summary>Path of the peer's private key, <c>identity.pem</c>.</summary>
    public string IdentityFile => Path.Combine(Root, "identity.pem");

    /// <summary>Path of what makes the peer a member of its cloud, <c>membership.json</c>.
    /// </summary>
    public string MembershipFile => Path.Combine(Root, "membership.json");

    /// <summary>Path of the cloud's root key, <c>root.pem</c>; only its founder has it.</summary>
    public string RootKeyFile => Path.Combine(Root, "root.pem");

    /// <summary>Path of the peers to come back by, <c>peers.json</c>.</summary>
    public string RememberedFile => Path.Combine(Root, "peers.json");

    /// <summary>Path of the account of when the peer was up, <c>uptime</c>.</summary>
    public string UptimeFile => Path.Combine(Root, "uptime");

    /// <summary>Path of what the volunteer says of the machine, <c>labels.json</c>.</summary>
    public string LabelFile => Path.Combine(Root, "labels.json");

    /// <summary>Path of the bearer token of the REST facade.</summary>
    public string TokenFile => Path.Combine(Root, TokenName);

    /// <summary>Path of <c>peer.json</c>, there while the peer serves.</summary>
    public string PeerFile => Path.Combine(Root, PeerName);

    /// <summary>Path of the journal, <c>state.db</c>.</summary>
    public string JournalFile => Path.Combine(Root, "state.db");

    /// <summary>Directory of the blob store; exists.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>Directory of the attempts' working files; exists.</summary>
    public string Scratch => Path.Combine(Root, "scratch");

    /// <summary>Directory of the attempts' and the peer's logs; exists.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Creates the directory where it is missing (mode 0700) and locks it.</summary>
    /// <param name="path">Absolute, or relative to the current directory.</param>
    /// <returns>The locked directory; disposing it releases the lock.</returns>
    /// <exception cref="DataDirectoryInUseException">Another opener holds it.</exception>
    /// <exception cref="IOException">The path is a file, or cannot be written; the message says
    /// which. Directories made on the way stay.</exception>
    public static DataDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        if (File.Exists(root))
        {
            throw new IOException(
                $"{root} is a file, not a directory: pass a directory as --data.");
        }

        try
        {
            PrivateFile.CreateDirectory(root);
            var directory = new DataDirectory(root, Lock(root));
            try
            {
                directory.CreateFolders();
                return directory;
            }
            catch
            {
                directory.Dispose();
                throw;
            }
        }
        catch (Exception cause) when (IsRefusedByDisk(cause))
        {
            throw new IOException($"Cannot write to the data directory {root} " +
                $"({cause.Message.TrimEnd('.')}): give this user the right to it or pass " +
                "another --data.", cause);
        }
    }

    /// <summary>Reads the bearer token, and makes one (32 random bytes as base64url, mode 0600)
    /// where there is none yet.</summary>
    /// <returns>The token, 43 characters when made here.</returns>
    /// <exception cref="IOException">The file is empty, holds white space, can be read by others,
    /// or the disk refuses; the message says what to do, and the file is left alone.</exception>
    public string ReadOrCreateToken()
    {
        if (!File.Exists(TokenFile))
        {
            var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
            PrivateFile.Write(TokenFile, Encoding.ASCII.GetBytes(token + "\n"));
            return token;
        }

        return OneWord(PrivateFile.ReadText(TokenFile, "token")) ?? throw new IOException(
            $"{TokenFile} holds no token: remove it to have a new one made.");
    }

    /// <summary>Publishes how to reach the running peer; replaces an older file in one step.
    /// </summary>
    /// <param name="record">What to publish.</param>
    /// <exception cref="IOException">The disk refuses; an older file is untouched.</exception>
    public void WritePeerFile(PeerFile record) => PrivateFile.Write(
        PeerFile, JsonSerializer.SerializeToUtf8Bytes(record, PeerFileJson.Default.PeerFile));

    /// <summary>Withdraws what <see cref="WritePeerFile"/> published; does nothing when there is
    /// no file.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void RemovePeerFile() => File.Delete(PeerFile);

    /// <summary>Reads <c>peer.json</c> without locking the directory.</summary>
    /// <param name="directory">The data directory of the other peer.</param>
    /// <param name="peer">What it published. A peer that was killed leaves its file behind, so
    /// this alone does not prove that it runs.</param>
    /// <returns>False when the file is missing, not readable or malformed.</returns>
    public static bool TryReadPeerFile(string directory, [NotNullWhen(true)] out PeerFile? peer)
    {
        peer = null;
        if (!TryReadText(Path.Combine(directory, PeerName), out var text))
        {
            return false;
        }

        try
        {
            peer = JsonSerializer.Deserialize(text, PeerFileJson.Default.PeerFile);
        }
        catch (JsonException)
        {
            return false;
        }

        return peer is not null;
    }

    /// <summary>Reads the bearer token without locking the directory.</summary>
    /// <param name="directory">The data directory of the other peer.</param>
    /// <param name="token">The token, without white space around it.</param>
    /// <returns>False when the file is missing, not readable, empty, or holds more than one word.
    /// </returns>
    public static bool TryReadToken(string directory, [NotNullWhen(true)] out string? token)
    {
        token = TryReadText(Path.Combine(directory, TokenName), out var text)
            ? OneWord(text)
            : null;
        return token is not null;
    }

    /// <summary>Releases the lock; the files stay.</summary>
    public void Dispose() => hold.Dispose();

    /// <summary>An empty directory in <see cref="Scratch"/>; what was in it is gone.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public string EmptyScratch(string name)
    {
        string path = Path.Combine(Scratch, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return path;
    }

    private static FileStream Lock(string root)
    {
        var path = Path.Combine(root, "lock");
        FileStream hold;
        try
        {
            hold = PrivateFile.Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException taken) when (Posix.IsLockTaken(taken))
        {
            throw new DataDirectoryInUseException(root, ReadHolder(path));
        }

        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        hold.SetLength(0);
        hold.Write(Encoding.ASCII.GetBytes(pid + "\n"));
        return hold;
    }

    private static int? ReadHolder(string path)
    {
        Span<byte> bytes = stackalloc byte[16];
        try
        {
            using var handle = Posix.OpenUnlocked(path);
            var text = Encoding.ASCII.GetString(bytes[..RandomAccess.Read(handle, bytes, 0)]);
            return int.TryParse(text.Trim(), CultureInfo.InvariantCulture, out var pid)
                ? pid
                : null;
        }
        catch (Exception unreadable) when (IsRefusedByDisk(unreadable))
        {
            return null;
        }
    }

    private static string? OneWord(string text)
    {
        var word = text.Trim();
        return word.Length > 0 && !word.Any(char.IsWhiteSpace) ? word : null;
    }

    private static bool TryReadText(string path, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = File.ReadAllText(path);
            return true;
        }
        catch (Exception unreadable) when (IsRefusedByDisk(unreadable))
        {
            text = null;
            return false;
        }
    }

    private static bool IsRefusedByDisk(Exception cause) =>
        cause is UnauthorizedAccessException or IOException and not DataDirectoryInUseException;

    private void CreateFolders()
    {
        PrivateFile.CreateDirectory(Blobs);
        PrivateFile.CreateDirectory(Scratch);
        PrivateFile.CreateDirectory(Logs);
    }
}
