using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Where things lie in a row of a fixed view capacity, 16 to 32 and even: names, ages, and the
/// estimate at the end. Wide registers hold a view as two windows of 16 lanes that overlap: the
/// first 16 places and the last 16.
/// </summary>
internal interface IRowShape
{
    static abstract int Capacity { get; }

    /// <summary>For each place its lane in the pair of windows: first 0..15, last 16..31.
    /// </summary>
    static abstract Vector256<byte> Lanes { get; }

    /// <summary>For both windows of a view whose front is a sample of 7: out of 0..31 the
    /// sample, out of 32..63 the rest.</summary>
    static abstract Vector256<byte> SevenInFront { get; }

    /// <summary>The same for a sample of 8.</summary>
    static abstract Vector256<byte> EightInFront { get; }
}

/// <summary>Capacity 20: one row is exactly two cache lines.</summary>
internal readonly struct View20 : IRowShape
{
    public static int Capacity => 20;

    public static Vector256<byte> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
            28, 29, 30, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public static Vector256<byte> SevenInFront
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 32, 33, 34, 35, 36, 37, 38, 39, 40,
            4, 5, 6, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44);
    }

    public static Vector256<byte> EightInFront
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 7, 32, 33, 34, 35, 36, 37, 38, 39,
            4, 5, 6, 7, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43);
    }
}

/// <summary>Capacity 30: one row is three cache lines.</summary>
internal readonly struct View30 : IRowShape
{
    public static int Capacity => 30;

    public static Vector256<byte> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
            18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 0, 0);
    }

    public static Vector256<byte> SevenInFront
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 32, 33, 34, 35, 36, 37, 38, 39, 40,
            39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54);
    }

    public static Vector256<byte> EightInFront
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 2, 3, 4, 5, 6, 7, 32, 33, 34, 35, 36, 37, 38, 39,
            38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53);
    }
}
