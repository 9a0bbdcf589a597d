namespace P2PCS.Query.Values;

/// <summary>What the values of a column or expression are, NULL aside.</summary>
public enum ColumnType : byte
{
    /// <summary>Known only when a row is read; checked then.</summary>
    Any,

    /// <summary>Truths.</summary>
    Bool,

    /// <summary>Whole numbers.</summary>
    Int,

    /// <summary>Numbers.</summary>
    Float,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Moments.</summary>
    Time,

    /// <summary>Versions.</summary>
    Version,

    /// <summary>Text by name, such as labels; read item by item.</summary>
    Map,

    /// <summary>Several values with counts: results of topk, histogram and sample.</summary>
    List,
}
