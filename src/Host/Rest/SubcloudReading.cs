using System.Security.Cryptography;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Reads what customers ask of subclouds.</summary>
internal static class SubcloudReading
{
    private const int NameMax = 63;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromHours(1);
    private static readonly TimeSpan DefaultStartWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultLostAfter = TimeSpan.FromSeconds(5);

    /// <summary>A fresh random id.</summary>
    public static UInt128 NewId() => BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));

    /// <summary>Reads a request for a subcloud; its id is random.</summary>
    public static Problem? Read(SubcloudRequest body, out SubcloudSpec? spec)
    {
        spec = null;
        int min = body.Min ?? body.Count;
        Problem? problem = CheckCount(body.Count, min) ?? CheckName(body.Name)
            ?? Requests.Read(body.Resources, out _)
            ?? Requests.Read(body.Ttl, "ttl", DefaultTtl, out _)
            ?? Requests.Read(body.StartWithin, "startWithin", DefaultStartWithin, out _)
            ?? Read(body.Replace, out _, out _)
            ?? Labels.Read(body.Labels, out _);
        if (problem is not null)
            return problem;
        Requests.Read(body.Resources, out Resources resources);
        Requests.Read(body.Ttl, "ttl", DefaultTtl, out TimeSpan ttl);
        Requests.Read(
            body.StartWithin, "startWithin", DefaultStartWithin, out TimeSpan startWithin);
        Read(body.Replace, out TimeSpan lostAfter, out int replaceMax);
        Labels.Read(body.Labels, out string labels);
        spec = new SubcloudSpec(
            NewId(), body.Name, body.Count, min, resources, ttl, startWithin, false)
        {
            LostAfter = lostAfter,
            ReplaceMax = replaceMax,
            Labels = labels,
        };
        return null;
    }

    /// <summary>Applies a change to what a subcloud is now.</summary>
    /// <param name="change">What is to be.</param>
    /// <param name="spec">What is; what is to be, where there is no problem.</param>
    /// <param name="age">How long it has lived.</param>
    public static Problem? Apply(SubcloudChange change, TimeSpan age, ref SubcloudSpec spec)
    {
        int count = change.Count ?? spec.Count;
        int min = change.Min ?? Math.Min(spec.Min, count);
        Problem? problem = CheckCount(count, min)
            ?? Requests.Read(change.Ttl, "ttl", DefaultTtl, out _)
            ?? Read(change.Replace, out _, out _)
            ?? Labels.Read(change.Labels, out _);
        if (problem is not null)
            return problem;
        Requests.Read(change.Ttl, "ttl", DefaultTtl, out TimeSpan ttl);
        Read(change.Replace, out TimeSpan lostAfter, out int replaceMax);
        Labels.Read(change.Labels, out string labels);
        TimeSpan longest = TimeSpan.MaxValue - age;
        spec = spec with
        {
            Count = count,
            Min = min,
            Ttl = change.Ttl is null ? spec.Ttl : age + (ttl < longest ? ttl : longest),
            Labels = change.Labels is null ? spec.Labels : labels,
            LostAfter = change.Replace?.After is null ? spec.LostAfter : lostAfter,
            ReplaceMax = change.Replace?.Max is null ? spec.ReplaceMax : replaceMax,
        };
        return null;
    }

    private static Problem? CheckCount(int count, int min)
    {
        if (count is < 1 or > Limits.SubcloudMembers)
        {
            return Problem.Invalid(
                $"'count' is {count}.", $"It must be 1 to {Limits.SubcloudMembers}.");
        }

        return min < 1 || min > count
            ? Problem.Invalid(
                $"'min' is {min}.", $"It must be 1 to the count, which is {count}.")
            : null;
    }

    private static Problem? CheckName(string? name) => name is null || IsName(name)
        ? null
        : Problem.Invalid(
            $"'name' is '{name}'.",
            $"Use 1 to {NameMax} letters, digits, '-', '_' or '.', not beginning with 'sc_'.");

    private static Problem? Read(ReplaceBody? body, out TimeSpan after, out int max)
    {
        max = body?.Max ?? Limits.SubcloudMembers;
        Problem? problem = Requests.Read(
            body?.After, "replace.after", DefaultLostAfter, out after);
        return problem is null && max is < 0 or > Limits.Replacements
            ? Problem.Invalid(
                $"'replace.max' is {max}.", $"It must be 0 to {Limits.Replacements}.")
            : problem;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax
        && !name.StartsWith("sc_", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
