using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// The groups of a query, a bounded number of them: those whose keys' hashes are lowest. A group
/// that has no room among the lowest anywhere has none in the whole either, so all that are left
/// at the end are complete, whatever the order of merges; every other row is in one group of the
/// rest.
/// </summary>
/// <param name="shape">What it holds.</param>
public sealed class GroupTable(GroupShape shape)
{
    private readonly SortedSet<Group> groups = new(Comparer<Group>.Create(Group.Compare));

    // Groups with this hash or a higher one are in the rest.
    private ulong horizon = ulong.MaxValue;

    /// <summary>Groups that are kept apart, in the order of their hashes.</summary>
    public IReadOnlyCollection<Group> Groups => groups;

    /// <summary>The group of the rest; null while there is none.</summary>
    public Group? Other { get; private set; }

    /// <summary>At most as many bytes as <see cref="Write"/> takes.</summary>
    public int WireBytes => 8 + 2 + 1 + groups.Sum(group => group.WireBytes)
        + (Other?.WireBytes ?? 0);

    /// <summary>Takes a row.</summary>
    /// <param name="keys">What names its group; not changed afterwards.</param>
    /// <param name="inputs">One for each aggregate.</param>
    /// <param name="ticket">The row's lot.</param>
    public void Add(Value[] keys, ReadOnlySpan<Value> inputs, ulong ticket)
    {
        Group group = Find(new Group(shape, keys));
        group.Rows++;
        for (int i = 0; i < inputs.Length; i++)
            group.Partials[i].Add(inputs[i], ticket);
        Bound();
    }

    /// <summary>Says that all its rows are of one peer.</summary>
    public void SetOnePeer()
    {
        foreach (Group group in groups)
            group.Peers = 1;
        if (Other is not null)
            Other.Peers = 1;
    }

    /// <summary>Takes all of another table, which is not used afterwards.</summary>
    public void Merge(GroupTable other)
    {
        if (other.horizon < horizon)
            LowerTo(other.horizon);
        foreach (Group group in other.groups)
            Put(group);
        if (other.Other is { } rest)
            PutInRest(rest);
        Bound();
    }

    /// <summary>Moves groups to the rest until the table takes no more than so many bytes.
    /// </summary>
    public void Shrink(int bytes)
    {
        int left = WireBytes;
        while (left > bytes && groups.Count > 0)
        {
            left -= groups.Max!.WireBytes;
            Evict();
            if (left <= bytes)
                left = WireBytes;
        }
    }

    /// <summary>Whether <see cref="Hide"/> left out rows that not even the rest shows.</summary>
    public bool Withholds { get; private set; }

    /// <summary>Moves groups of fewer peers than this to the rest, for display only, and leaves
    /// out the rest too where it has fewer. What a peer counts in the rest it counts once for
    /// each group that it had: one, in tables of one row for each peer.</summary>
    public void Hide(int peersMin)
    {
        foreach (Group group in groups.Where(group => group.Peers < peersMin).ToArray())
        {
            groups.Remove(group);
            PutInRest(group);
        }

        if (Other is null || Other.Peers >= peersMin)
            return;
        Other = null;
        Withholds = true;
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Has room for <see cref="WireBytes"/>.</param>
    public void Write(ref WireWriter writer)
    {
        writer.U64(horizon);
        writer.U16((ushort)groups.Count);
        foreach (Group group in groups)
            group.Write(ref writer);
        writer.U8(Other is null ? (byte)0 : (byte)1);
        Other?.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader has failed where the bytes are
    /// no such table, or claim more than the bounds.</summary>
    public static GroupTable Read(GroupShape shape, Bounds bounds, ref WireReader reader)
    {
        var table = new GroupTable(shape) { horizon = reader.U64() };
        int count = reader.U16();
        reader.Require(count <= shape.GroupsMax && (shape.Keys > 0 || count <= 1));
        Group? before = null;
        for (int i = 0; i <= count && !reader.HasFailed; i++)
        {
            bool isRest = i == count;
            byte rest = isRest ? reader.U8() : (byte)0;
            reader.Require(rest <= 1);
            if (reader.HasFailed || (isRest && rest == 0))
                break;
            // In the rest a peer counts once for each group that it had.
            Bounds most = isRest ? bounds with { Peers = bounds.Rows } : bounds;
            Group? group = Group.Read(shape, isRest ? 0 : shape.Keys, most, ref reader);
            if (group is null || reader.HasFailed)
                break;
            bounds = bounds with { Rows = bounds.Rows - group.Rows };
            reader.Require(isRest || (group.Hash < table.horizon
                && (before is null || Group.Compare(before, group) < 0)));
            before = group;
            if (isRest)
                table.Other = group;
            else
                table.groups.Add(group);
        }

        return table;
    }

    private Group Find(Group fresh)
    {
        if (fresh.Hash >= horizon)
            return Other ??= new Group(shape, []);
        if (groups.TryGetValue(fresh, out Group? group))
            return group;
        groups.Add(fresh);
        return fresh;
    }

    private void Put(Group group)
    {
        if (group.Hash >= horizon)
            PutInRest(group);
        else if (groups.TryGetValue(group, out Group? own))
            own.Merge(group);
        else
            groups.Add(group);
    }

    private void PutInRest(Group group)
    {
        Other ??= new Group(shape, []);
        Other.Merge(group);
    }

    private void Bound()
    {
        while (groups.Count > shape.GroupsMax)
            Evict();
    }

    private void Evict() => LowerTo(groups.Max!.Hash);

    private void LowerTo(ulong hash)
    {
        horizon = hash;
        while (groups.Max is { } last && last.Hash >= hash)
        {
            groups.Remove(last);
            PutInRest(last);
        }
    }
}
