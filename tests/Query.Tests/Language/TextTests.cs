using P2PCS.Query.Language;

namespace P2PCS.Query.Tests.Language;

/// <summary>Tables of texts: what is read as what, and what is refused with which words.
/// UPDATE_GOLDEN=1 rewrites them; read the difference before it is committed.</summary>
public sealed class TextTests
{
    [Fact]
    public void Good_texts_have_one_canonical_form_that_reads_as_itself()
    {
        int texts = Golden.Check("good.txt", text =>
        {
            Assert.True(Binder.TryBind(text, out BoundQuery? bound, out QueryError? error),
                $"{text}: {error}");
            string canonical = bound.Query.ToString();
            Assert.True(Binder.TryBind(canonical, out BoundQuery? again, out error),
                $"{canonical}: {error}");
            Assert.Equal(canonical, again.Query.ToString());
            Assert.Equal(
                bound.Outputs.Select(o => (o.Type, o.Unit)),
                again.Outputs.Select(o => (o.Type, o.Unit)));
            return canonical;
        });
        Assert.True(texts >= 60);
    }

    [Fact]
    public void The_examples_of_the_page_are_queries()
    {
        string[] parts = File.ReadAllText(Golden.PageOf("QUERY.md")).Split("```sql\n");
        Assert.Equal(7, parts.Length);
        foreach (string part in parts.Skip(1))
        {
            string text = part[..part.IndexOf("```", StringComparison.Ordinal)];
            Assert.True(Binder.TryBind(text, out _, out QueryError? error), $"{text}{error}");
        }
    }

    [Fact]
    public void Bad_texts_are_refused_with_place_reason_and_advice()
    {
        int texts = Golden.Check("bad.txt", text =>
        {
            Assert.False(Binder.TryBind(text, out BoundQuery? bound, out QueryError? error));
            Assert.Null(bound);
            return error.ToString();
        });
        Assert.True(texts >= 60);
    }
}
