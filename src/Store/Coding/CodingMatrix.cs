namespace P2PCS.Store.Coding;

/// <summary>Matrices over GF(2^8), row after row in a span of bytes.</summary>
internal static class CodingMatrix
{
    /// <summary>
    /// Writes a row of the generator: the first <paramref name="row"/>s give the data shards back,
    /// the others are of a Cauchy matrix, of which every square part can be inverted.
    /// </summary>
    /// <param name="row">The shard that this row computes, of all.</param>
    /// <param name="coefficients">As many as there are data shards.</param>
    /// <remarks>Element j of parity row i is 1 / (i + j), where i, at least k, counts all shards:
    /// the convention of ISA-L's <c>gf_gen_cauchy1_matrix</c>. Source: Bloemer et al., "An
    /// XOR-based erasure-resilient coding scheme", ICSI TR-95-048, 1995.</remarks>
    public static void WriteGeneratorRow(int row, Span<byte> coefficients)
    {
        coefficients.Clear();
        if (row < coefficients.Length)
        {
            coefficients[row] = 1;
            return;
        }

        for (int column = 0; column < coefficients.Length; column++)
            coefficients[column] = GaloisField.Inverse((byte)(row ^ column));
    }

    /// <summary>The inverse of a square matrix by Gauss and Jordan; changes the matrix.</summary>
    /// <param name="matrix">An invertible matrix; shape [size, size].</param>
    /// <param name="size">Its rows and columns.</param>
    public static byte[] Invert(Span<byte> matrix, int size)
    {
        var inverse = new byte[size * size];
        for (int i = 0; i < size; i++)
            inverse[(i * size) + i] = 1;
        for (int pivot = 0; pivot < size; pivot++)
        {
            int found = pivot;
            while (matrix[(found * size) + pivot] == 0)
                found++;
            SwapRows(matrix, size, pivot, found);
            SwapRows(inverse, size, pivot, found);
            byte factor = GaloisField.Inverse(matrix[(pivot * size) + pivot]);
            Scale(matrix.Slice(pivot * size, size), factor);
            Scale(inverse.AsSpan(pivot * size, size), factor);
            for (int row = 0; row < size; row++)
            {
                factor = matrix[(row * size) + pivot];
                if (row == pivot || factor == 0)
                    continue;
                AddScaled(matrix.Slice(row * size, size), matrix.Slice(pivot * size, size), factor);
                AddScaled(
                    inverse.AsSpan(row * size, size), inverse.AsSpan(pivot * size, size), factor);
            }
        }

        return inverse;
    }

    /// <summary>Adds a multiple of one row to another of the same length.</summary>
    public static void AddScaled(Span<byte> row, ReadOnlySpan<byte> other, byte factor)
    {
        ReadOnlySpan<byte> products = GaloisField.Products(factor);
        for (int i = 0; i < row.Length; i++)
            row[i] ^= products[other[i]];
    }

    private static void Scale(Span<byte> row, byte factor)
    {
        ReadOnlySpan<byte> products = GaloisField.Products(factor);
        foreach (ref byte element in row)
            element = products[element];
    }

    private static void SwapRows(Span<byte> matrix, int size, int first, int second)
    {
        for (int i = 0; first != second && i < size; i++)
        {
            (matrix[(first * size) + i], matrix[(second * size) + i]) =
                (matrix[(second * size) + i], matrix[(first * size) + i]);
        }
    }
}
