using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

public sealed class TextTableTests
{
    [Fact]
    public void A_piped_table_is_aligned_and_nothing_else()
    {
        using var terminal = new TestTerminal();
        new TextTable("ID", "STATE", "NAME")
            .Row("a", "unreachable", "")
            .Row("longer-id", "alive", "x y")
            .WriteTo(terminal.Terminal);
        Assert.Equal(
            """
            ID         STATE        NAME
            a          unreachable  -
            longer-id  alive        x y

            """.ReplaceLineEndings("\n"),
            terminal.Output);
    }

    [Fact]
    public void A_piped_table_never_cuts_a_long_line()
    {
        using var terminal = new TestTerminal();
        var wide = new string('x', 500);
        new TextTable("", "").Row("k", wide).WriteTo(terminal.Terminal);
        Assert.Equal($"k  {wide}\n", terminal.Output);
    }

    [Fact]
    public void A_table_on_a_terminal_has_a_frame()
    {
        using var terminal = new TestTerminal();
        var interactive = terminal.Terminal with { IsInteractive = true };
        new TextTable("ID").Row("[a]").WriteTo(interactive);
        Assert.Contains("[a]", terminal.Output, StringComparison.Ordinal);
        Assert.NotEqual("ID\n[a]\n", terminal.Output);
    }

    [Fact]
    public void A_row_must_fit_the_head() =>
        Assert.Throws<ArgumentException>(() => new TextTable("A", "B").Row("only"));
}
