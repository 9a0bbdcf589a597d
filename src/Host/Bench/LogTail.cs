using System.Text;

namespace P2PCS.Host.Bench;

/// <summary>Reads the lines that were added to a file since the last look.</summary>
/// <param name="path">The file; it need not exist yet.</param>
/// <param name="start">Bytes to pass over.</param>
public sealed class LogTail(string path, long start = 0) : IDisposable
{
    private readonly byte[] buffer = new byte[64 << 10];
    private FileStream? file;
    private int kept;

    /// <summary>Reads what is new; the last line only once it is complete.</summary>
    /// <param name="take">Called for each line, without its line feed.</param>
    public void Read(Action<string> take)
    {
        if (file is null && !TryOpen())
            return;
        while (file!.Read(buffer, kept, buffer.Length - kept) is > 0 and int count)
        {
            int end = kept + count;
            int from = 0;
            for (int at; (at = Array.IndexOf(buffer, (byte)'\n', from, end - from)) >= 0;)
            {
                take(Encoding.UTF8.GetString(buffer, from, at - from));
                from = at + 1;
            }

            // A line that fills the buffer is none that a program of ours writes: its rest is cut.
            kept = end - from == buffer.Length ? 0 : end - from;
            Buffer.BlockCopy(buffer, from, buffer, 0, kept);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private bool TryOpen()
    {
        if (!File.Exists(path))
            return false;
        file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Position = start;
        return true;
    }
}
