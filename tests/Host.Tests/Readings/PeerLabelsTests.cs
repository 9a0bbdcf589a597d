using P2PCS.Host.Readings;

namespace P2PCS.Host.Tests.Readings;

public sealed class PeerLabelsTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-labels-");

    private string PathOf => Path.Combine(root.FullName, "labels.json");

    [Theory]
    [InlineData("gpu=a100", "gpu", "a100")]
    [InlineData("Rack.4=B-7_x", "Rack.4", "B-7_x")]
    [InlineData("gpu=", "gpu", "")]
    public void Good_labels_are_read(string text, string name, string value)
    {
        Assert.Null(PeerLabels.TryRead(text, out KeyValuePair<string, string> label));
        Assert.Equal(new(name, value), label);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("=a")]
    [InlineData("a b=c")]
    [InlineData("-a=c")]
    [InlineData("a=b=c")]
    [InlineData("a='c'")]
    [InlineData("a=\u00e9")]
    public void Bad_labels_are_refused_in_words(string text) =>
        Assert.NotEmpty(PeerLabels.TryRead(text, out _)!);

    [Fact]
    public void Words_have_at_most_63_letters()
    {
        Assert.True(PeerLabels.IsWord(new string('a', 63)));
        Assert.False(PeerLabels.IsWord(new string('a', 64)));
    }

    [Fact]
    public void What_is_said_stays_until_something_else_is_said()
    {
        LabelFile.Update(PathOf, old => old.With("it-bo", "eu", [new("gpu", "a100")]));
        PeerLabels kept = LabelFile.Update(PathOf, old => old);
        Assert.Equal(("it-bo", "eu", "a100"), (kept.Site, kept.Region, kept.Labels["gpu"]));
        PeerLabels changed = LabelFile.Update(
            PathOf, old => old.With("", null, [new("gpu", ""), new("rack", "4")]));
        Assert.Null(changed.Site);
        Assert.Equal("eu", changed.Region);
        Assert.Equal(["rack"], LabelFile.Update(PathOf, old => old).Labels.Keys);
    }

    [Fact]
    public void Nothing_said_writes_nothing()
    {
        LabelFile.Update(PathOf, old => old);
        Assert.False(File.Exists(PathOf));
    }

    [Fact]
    public void More_labels_than_may_be_are_refused_and_the_file_stays()
    {
        LabelFile.Update(PathOf, old => old.With("a", null, []));
        Assert.Throws<IOException>(() => LabelFile.Update(PathOf, old => old.With(
            "b", null, Enumerable.Range(0, 17).Select(i => KeyValuePair.Create($"l{i}", "x")))));
        Assert.Equal("a", LabelFile.Update(PathOf, old => old).Site);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"site":"a b","labels":{}}""")]
    [InlineData("""{"labels":{"a":"b c"}}""")]
    public void A_damaged_file_is_refused_by_name(string text)
    {
        File.WriteAllText(PathOf, text);
        IOException refused = Assert.Throws<IOException>(
            () => LabelFile.Update(PathOf, old => old));
        Assert.Contains(PathOf, refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(PathOf));
    }

    public void Dispose() => root.Delete(recursive: true);
}
