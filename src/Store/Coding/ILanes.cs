namespace P2PCS.Store.Coding;

/// <summary>How registers of one width multiply their bytes by a factor.</summary>
/// <typeparam name="TVector">A register of bytes.</typeparam>
/// <typeparam name="TSource">Source bytes, made ready to be multiplied many times.</typeparam>
/// <typeparam name="TFactor">A factor as the multiplication wants it.</typeparam>
internal unsafe interface ILanes<TVector, TSource, TFactor>
    where TVector : struct
    where TSource : struct
    where TFactor : struct
{
    /// <summary>Bytes of a register.</summary>
    static abstract int Width { get; }

    /// <summary>How many targets are computed together: as many as registers can hold.</summary>
    static abstract int Rows { get; }

    /// <summary>Bytes a factor takes in memory.</summary>
    static abstract int FactorBytes { get; }

    static abstract bool IsSupported { get; }

    static abstract void Write(byte factor, Span<byte> bytes);

    static abstract TFactor Factor(byte* at);

    static abstract TSource Load(byte* at);

    static abstract TVector AddProduct(TVector sum, TSource source, TFactor factor);

    static abstract void Store(TVector sum, byte* at);
}
