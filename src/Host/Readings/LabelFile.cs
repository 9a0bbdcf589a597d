using System.Text.Json;
using System.Text.Json.Serialization;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Readings;

/// <summary>The file <c>labels.json</c>: what the volunteer said last.</summary>
public static class LabelFile
{
    /// <summary>Reads it, changes it, and writes it if that changed anything.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="change">What is said now.</param>
    /// <exception cref="IOException">It cannot be read or written, is damaged, or would hold too
    /// many labels; the message says what to do, and it is left alone.</exception>
    public static PeerLabels Update(string path, Func<PeerLabels, PeerLabels> change)
    {
        PeerLabels old = File.Exists(path) ? Read(path) : PeerLabels.None;
        PeerLabels said = change(old);
        if (said.Labels.Count > PeerLabels.CountMax)
        {
            throw new IOException($"{said.Labels.Count} labels are too many, " +
                $"{PeerLabels.CountMax} may be: take some away with --label NAME=");
        }

        bool same = said.Site == old.Site && said.Region == old.Region
            && said.Labels.SequenceEqual(old.Labels);
        if (!same)
        {
            PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(
                said, LabelJson.Default.PeerLabels));
        }

        return said;
    }

    private static PeerLabels Read(string path)
    {
        try
        {
            PeerLabels? found = JsonSerializer.Deserialize(
                File.ReadAllBytes(path), LabelJson.Default.PeerLabels);
            return found is { Labels: not null } && IsRight(found)
                ? PeerLabels.None.With(found.Site, found.Region, found.Labels)
                : throw Damaged(path, null);
        }
        catch (JsonException cause)
        {
            throw Damaged(path, cause);
        }
    }

    private static IOException Damaged(string path, Exception? cause) => new(
        $"{path} is damaged: restore it from a copy, or remove it and say --site, --region and " +
        "--label again.", cause);

    private static bool IsRight(PeerLabels found) =>
        (found.Site is null || PeerLabels.IsWord(found.Site))
        && (found.Region is null || PeerLabels.IsWord(found.Region))
        && found.Labels.All(label =>
            PeerLabels.IsWord(label.Key) && PeerLabels.IsWord(label.Value));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PeerLabels))]
internal sealed partial class LabelJson : JsonSerializerContext;
