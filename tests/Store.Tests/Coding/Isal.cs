using System.Runtime.InteropServices;

namespace P2PCS.Tests;

/// <summary>Debian's ISA-L (package libisal2): the oracle of the code and its rival in speed.
/// </summary>
public sealed unsafe partial class Isal
{
    private const string Library = "libisal.so.2";
    private const int TableBytes = 32;
    private readonly byte[] tables;

    /// <summary>A code of its own Cauchy matrix.</summary>
    public Isal(int dataShards, int totalShards)
    {
        DataShards = dataShards;
        ParityShards = totalShards - dataShards;
        Generator = new byte[totalShards * dataShards];
        tables = new byte[TableBytes * dataShards * ParityShards];
        fixed (byte* matrix = Generator, table = tables)
        {
            GenerateCauchy(matrix, totalShards, dataShards);
            InitTables(
                dataShards, ParityShards, matrix + (dataShards * dataShards), table);
        }
    }

    /// <summary>Why it cannot be used here, or null.</summary>
    public static string? Absence { get; } = NativeLibrary.TryLoad(Library, out _)
        ? null
        : $"{Library} is not here: apt-get install libisal2";

    public int DataShards { get; }

    public int ParityShards { get; }

    /// <summary>Shape [total, data]: unit rows, then those of the parities.</summary>
    public byte[] Generator { get; }

    /// <summary>Encodes contiguous shards as ISA-L does by default on this machine.</summary>
    /// <param name="data">The data shards.</param>
    /// <param name="parity">Takes the parities.</param>
    /// <param name="isNarrow">By its AVX2 functions instead.</param>
    public void Encode(ReadOnlySpan<byte> data, Span<byte> parity, bool isNarrow = false)
    {
        int length = data.Length / DataShards;
        byte** sources = stackalloc byte*[DataShards];
        byte** targets = stackalloc byte*[ParityShards];
        fixed (byte* first = data, target = parity, table = tables)
        {
            for (int i = 0; i < DataShards; i++)
                sources[i] = first + ((nint)i * length);
            for (int i = 0; i < ParityShards; i++)
                targets[i] = target + ((nint)i * length);
            if (isNarrow)
                EncodeNarrow(length, DataShards, ParityShards, table, sources, targets);
            else
                Encode(length, DataShards, ParityShards, table, sources, targets);
        }
    }

    [LibraryImport(Library, EntryPoint = "gf_gen_cauchy1_matrix")]
    private static partial void GenerateCauchy(byte* matrix, int rows, int columns);

    [LibraryImport(Library, EntryPoint = "ec_init_tables")]
    private static partial void InitTables(int columns, int rows, byte* matrix, byte* tables);

    [LibraryImport(Library, EntryPoint = "ec_encode_data")]
    private static partial void Encode(
        int length, int columns, int rows, byte* tables, byte** sources, byte** targets);

    [LibraryImport(Library, EntryPoint = "ec_encode_data_avx2")]
    private static partial void EncodeNarrow(
        int length, int columns, int rows, byte* tables, byte** sources, byte** targets);
}
