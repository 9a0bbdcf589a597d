using System.Numerics;
using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>The descriptors of one shuffle message.</summary>
internal struct EightEntries
{
    public NameBlock Names;
    public AgeBlock Ages;

    /// <summary>Copies the places of a mask behind the first few entries.</summary>
    /// <param name="names">Names of a row.</param>
    /// <param name="ages">Ages of the row.</param>
    /// <param name="places">As many places as there are entries to fill.</param>
    /// <param name="own">1 if the first entry is the sender's own and its ages are to grow by
    /// one cycle, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref int names, ref ushort ages, uint places, int own)
    {
        ref int name = ref Names[0];
        ref ushort age = ref Ages[0];
        for (int i = own; i < ILanes.Shuffle; i++)
        {
            int place = BitOperations.TrailingZeroCount(places);
            places &= places - 1;
            Unsafe.Add(ref name, i) = Unsafe.Add(ref names, place);
            Unsafe.Add(ref age, i) = (ushort)(Unsafe.Add(ref ages, place) + own);
        }
    }

    /// <summary>Writes all entries to the front of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteAll(ref int names, ref ushort ages)
    {
        Unsafe.As<int, NameBlock>(ref names) = Names;
        Unsafe.As<ushort, AgeBlock>(ref ages) = Ages;
    }

    /// <summary>Writes all entries but the first to the front of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRest(ref int names, ref ushort ages)
    {
        ref int name = ref Names[0];
        ref ushort age = ref Ages[0];
        for (int i = 1; i < ILanes.Shuffle; i++)
        {
            Unsafe.Add(ref names, i - 1) = Unsafe.Add(ref name, i);
            Unsafe.Add(ref ages, i - 1) = Unsafe.Add(ref age, i);
        }
    }

    [InlineArray(ILanes.Shuffle)]
    public struct NameBlock
    {
        private int first;
    }

    [InlineArray(ILanes.Shuffle)]
    public struct AgeBlock
    {
        private ushort first;
    }
}
