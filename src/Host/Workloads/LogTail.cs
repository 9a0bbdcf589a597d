using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace P2PCS.Host.Workloads;

/// <summary>Reads a file that another process may still be writing.</summary>
public static class LogTail
{
    /// <summary>Opens a file from its beginning.</summary>
    /// <param name="file">Path of an existing file.</param>
    /// <param name="ended">Completes, well or not, when nobody writes any more.</param>
    /// <param name="follow">
    /// Whether reads wait for more at the end of the file until <paramref name="ended"/>; else the
    /// stream ends where the file ends at that moment.
    /// </param>
    /// <param name="time">The clock for waiting; the system's if absent.</param>
    /// <returns>A forward-only stream; a waiting read ends within 25 ms of a write.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    [SuppressMessage(
        "Reliability", "CA2000", Justification = "The stream owns and disposes the handle.")]
    public static Stream Open(string file, Task ended, bool follow, TimeProvider? time = null)
    {
        var handle = File.OpenHandle(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new TailStream(handle, follow ? ended : Task.CompletedTask, time);
    }

    private sealed class TailStream(SafeFileHandle file, Task ended, TimeProvider? time) : Stream
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                // Asked before the read: what was written before the end is then surely seen.
                bool last = ended.IsCompleted;
                int count = await RandomAccess
                    .ReadAsync(file, buffer, position, cancellationToken).ConfigureAwait(false);
                position += count;
                if (count > 0 || last || buffer.IsEmpty) return count;
                var pause = Task.Delay(Pause, time ?? TimeProvider.System, cancellationToken);
                await Task.WhenAny(ended, pause).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
