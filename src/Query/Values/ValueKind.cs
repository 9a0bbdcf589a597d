namespace P2PCS.Query.Values;

/// <summary>What a value is; its number stands on the wire.</summary>
public enum ValueKind : byte
{
    /// <summary>Unknown or absent.</summary>
    Null = 0,

    /// <summary>True or false.</summary>
    Bool = 1,

    /// <summary>A whole number of 64 bits, perhaps with a unit.</summary>
    Int = 2,

    /// <summary>A finite number of double precision, perhaps with a unit.</summary>
    Float = 3,

    /// <summary>Text.</summary>
    Text = 4,

    /// <summary>A moment: milliseconds since 1970 in UTC.</summary>
    Time = 5,

    /// <summary>A version such as 1.4.2-rc.1, ordered part by part.</summary>
    Version = 6,
}
