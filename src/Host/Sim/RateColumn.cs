using Spectre.Console;
using Spectre.Console.Rendering;

namespace P2PCS.Host.Sim;

/// <summary>The text behind a bar, so that the bar itself stays where it is.</summary>
/// <param name="text">What it says now.</param>
internal sealed class RateColumn(Func<string> text) : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(
        RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
}
