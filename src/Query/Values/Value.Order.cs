namespace P2PCS.Query.Values;

public readonly partial struct Value
{
    private const ulong FnvStart = 14695981039346656037;
    private const ulong FnvFactor = 1099511628211;

    /// <summary>Whether both are the same value and count the same; NULL is the same as NULL,
    /// as GROUP BY has it.</summary>
    public static bool operator ==(in Value a, in Value b) => Order(a, b) == 0;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(in Value a, in Value b) => Order(a, b) != 0;

    /// <summary>How the language's comparisons see two values.</summary>
    /// <returns>Negative, zero or positive; null where one is NULL or they cannot be compared
    /// (text with a number, bytes with seconds).</returns>
    public static int? Compare(in Value a, in Value b)
    {
        if (a.IsNull || b.IsNull || Rank(a.Kind) != Rank(b.Kind)
            || (a.Unit != b.Unit && a.Unit != Unit.None && b.Unit != Unit.None))
        {
            return null;
        }

        return CompareLikes(a, b);
    }

    /// <summary>A total order of all values: by kind, then by value, then by unit; NULL is the
    /// last.</summary>
    public static int Order(in Value a, in Value b)
    {
        int byKind = Rank(a.Kind).CompareTo(Rank(b.Kind));
        if (byKind != 0 || a.IsNull)
            return byKind;
        int byValue = CompareLikes(a, b);
        return byValue != 0 ? byValue : a.Unit.CompareTo(b.Unit);
    }

    /// <inheritdoc/>
    public bool Equals(Value other) => Order(this, other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <summary>The low half of <see cref="Hash"/>.</summary>
    public override int GetHashCode() => (int)Hash();

    /// <summary>A hash that is the same on every machine; equal values have equal hashes. Not
    /// for adversaries. Source: Fowler, Noll, Vo, FNV-1a, with a final mix.</summary>
    public ulong Hash()
    {
        ulong hash = Mix(FnvStart, (uint)Rank(Kind) | ((ulong)Unit << 8));
        if (Kind == ValueKind.Text)
        {
            foreach (char letter in AsText)
                hash = Mix(hash, letter);
        }
        else if (Kind == ValueKind.Version)
        {
            hash = Mix(hash, VersionText.Hash(AsText));
        }
        else
        {
            hash = Mix(hash, (ulong)WholeBits());
        }

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        return hash ^ (hash >> 33);
    }

    // A float that is whole hashes as the int that it equals.
    private long WholeBits()
    {
        double number = AsNumber;
        return Kind == ValueKind.Float && Math.Abs(number) < 9e18 && Math.Floor(number) == number
            ? (long)number
            : bits;
    }

    private static ulong Mix(ulong hash, ulong part) => (hash ^ part) * FnvFactor;

    // Both of one rank, neither NULL.
    private static int CompareLikes(in Value a, in Value b)
    {
        switch (a.Kind)
        {
            case ValueKind.Text:
                return Math.Sign(string.CompareOrdinal(a.text, b.text));
            case ValueKind.Version:
                return VersionText.Compare(a.AsText, b.AsText);
            case ValueKind.Float when b.Kind == ValueKind.Int:
                return -CompareMixed(b.bits, a.AsNumber);
            case ValueKind.Int when b.Kind == ValueKind.Float:
                return CompareMixed(a.bits, b.AsNumber);
            case ValueKind.Float:
                return a.AsNumber.CompareTo(b.AsNumber);
            default:
                return a.bits.CompareTo(b.bits);
        }
    }

    // Exact where a conversion to double would round.
    private static int CompareMixed(long whole, double number)
    {
        if (number >= 9223372036854775808.0)
            return -1;
        if (number < -9223372036854775808.0)
            return 1;
        double floor = Math.Floor(number);
        int byFloor = whole.CompareTo((long)floor);
        return byFloor != 0 ? byFloor : floor == number ? 0 : -1;
    }

    private static int Rank(ValueKind kind) => kind switch
    {
        ValueKind.Bool => 0,
        ValueKind.Int or ValueKind.Float => 1,
        ValueKind.Text => 2,
        ValueKind.Time => 3,
        ValueKind.Version => 4,
        _ => 5,
    };
}
