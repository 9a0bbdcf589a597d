using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Equal rows of bytes outside the collected heap, and the only place of the cycle engine that
/// touches memory without a bounds check.
/// </summary>
/// <remarks>
/// What callers rely on and must keep: a row index is in [0, rows); an offset within a row plus
/// the width read or written there is at most the row's stride; nobody reads after
/// <see cref="Dispose"/>. <see cref="RowTable"/> asserts the shapes when it is made and checks
/// every name before a loop runs; the loops follow names only out of that table.
/// </remarks>
internal sealed unsafe partial class RowMemory : IDisposable
{
    private const int LineBytes = 64;
    private const nuint HugePageBytes = 2 << 20;
    private const int AdviseHugePages = 14;
    private byte* first;

    public RowMemory(int rows, int stride)
    {
        Invariant.Holds(rows > 0 && stride > 0 && stride % LineBytes == 0);
        Bytes = (long)rows * stride;
        first = (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, HugePageBytes);
        if (OperatingSystem.IsLinux() && (nuint)Bytes >= HugePageBytes)
            _ = AdviseMemory((nint)first, (nuint)Bytes, AdviseHugePages);
        for (long at = 0; at < Bytes; at += 1 << 30)
            new Span<byte>(first + at, (int)Math.Min(1 << 30, Bytes - at)).Clear();
    }

    ~RowMemory() => Free();

    public long Bytes { get; }

    public ref byte First => ref *first;

    public Span<T> Slice<T>(long offset, int length)
        where T : unmanaged
    {
        Invariant.Holds(offset >= 0 && length >= 0
            && offset + ((long)length * sizeof(T)) <= Bytes && first != null);
        return new Span<T>(first + offset, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Row(ref byte first, int row, int stride) =>
        ref Unsafe.AddByteOffset(ref first, row * (nint)stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At<T>(ref byte row, nint offset)
        where T : unmanaged =>
        ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref row, offset));

    /// <summary>Asks for the first three lines of a row ahead of use; nothing where there is no
    /// such instruction. Touches no memory, so any address is safe.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref byte row, int stride)
    {
        if (!Sse.IsSupported)
            return;
        byte* line = (byte*)Unsafe.AsPointer(ref row);
        Sse.Prefetch0(line);
        if (stride > LineBytes)
            Sse.Prefetch0(line + LineBytes);
        if (stride > 2 * LineBytes)
            Sse.Prefetch0(line + (2 * LineBytes));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(first);
        first = null;
    }

    // A refusal only means smaller pages, so the answer is of no use.
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int AdviseMemory(nint address, nuint length, int advice);
}
