namespace P2PCS.Query.Values;

/// <summary>What a number counts; its number stands on the wire.</summary>
public enum Unit : byte
{
    /// <summary>A bare number; it compares with every unit.</summary>
    None = 0,

    /// <summary>Bytes.</summary>
    Bytes = 1,

    /// <summary>Bits per second.</summary>
    BitsPerSecond = 2,

    /// <summary>Seconds.</summary>
    Seconds = 3,

    /// <summary>A share of one: 25% is 0.25.</summary>
    Ratio = 4,
}
