using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using P2PCS.Host.Sim;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Tests.Sim;

public sealed class ReportTests
{
    private const string Hostile = "// <script>\"&'</pre>";

    private static readonly Scenario Small = ShippedScenarios.Load("self-healing").Scenario! with
    {
        Size = 400,
        Cycles = 60,
        Repeat = 3,
        Description = Hostile,
    };

    private static readonly ScenarioOutcome Outcome = Run(Small);

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        ScenarioOutcome again = Run(Small with { Threads = 3 });
        Assert.Equal(Html(Outcome), Html(again));
        Assert.Equal(ScenarioCsv.Write(Outcome), ScenarioCsv.Write(again));
        Assert.Equal(ScenarioJson.Write(Outcome), ScenarioJson.Write(again));
        Assert.NotEqual(Html(Outcome), Html(Run(Small with { Seed = 9 })));
    }

    [Fact]
    public void The_page_and_its_plots_are_well_formed_and_need_nothing_else()
    {
        string html = Html(Outcome);
        XElement page = XDocument.Parse(html[(html.IndexOf('\n', StringComparison.Ordinal) + 1)..])
            .Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(6, page.Descendants(svg + "svg").Count());
        Assert.Equal(Hostile, page.Descendants("pre").Single().Value);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute =>
            attribute.Name.LocalName is "src" or "href" or "onload");
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_size_version_and_every_verdict_are_in_the_page()
    {
        string html = Html(Outcome);
        Assert.Contains("<dd>1 to 3</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>400</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>1.2.3</dd>", html, StringComparison.Ordinal);
        Assert.Contains("class=\"band c1\"", html, StringComparison.Ordinal);
        Assert.Contains("50 % crash", html, StringComparison.Ordinal);
        Assert.Contains("not reached", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_of_every_shipped_scenario_stays_inside_its_plots(string name)
    {
        Scenario scenario = ShippedScenarios.Load(name).Scenario! with { Size = 200, Repeat = 2 };
        string html = Html(Run(scenario));
        XNamespace svg = "http://www.w3.org/2000/svg";
        string page = html[(html.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        foreach (XElement line in XDocument.Parse(page).Descendants(svg + "path"))
        {
            double[] numbers = [.. line.Attribute("d")!.Value
                .Split([' ', 'M', 'L', 'H', 'V', 'Z'], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            Assert.All(numbers, number => Assert.InRange(number, 0, 640));
        }
    }

    public static TheoryData<string> Names() => [.. ShippedScenarios.Names];

    [Fact]
    public void A_table_of_values_has_a_line_for_each_seed_and_cycle()
    {
        string[] lines = ScenarioCsv.Write(Outcome).TrimEnd('\n').Split('\n');
        Assert.Equal(
            "seed,cycle,nodes,in-degree.mean,in-degree.sd,in-degree.least,in-degree.most,"
            + "largest-component,dead-links", lines[0]);
        Assert.Equal(1 + (3 * 61), lines.Length);
        Assert.StartsWith("1,0,400,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3,60,200,", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(9, line.Split(',').Length));
    }

    [Fact]
    public void The_same_is_there_for_programs()
    {
        using JsonDocument json = JsonDocument.Parse(ScenarioJson.Write(Outcome));
        JsonElement runs = json.RootElement.GetProperty("runs");
        Assert.Equal(3, runs.GetArrayLength());
        Assert.Equal(61, runs[0].GetProperty("rows").GetArrayLength());
        Assert.Equal(200, runs[2].GetProperty("rows")[60].GetProperty("nodes").GetInt32());
        Assert.Equal("not reached", json.RootElement.GetProperty("expectations")[2]
            .GetProperty("result").GetString());
    }

    private static ScenarioOutcome Run(Scenario scenario) =>
        ScenarioBatch.Run(scenario, (_, _) => { }, default);

    private static string Html(ScenarioOutcome outcome) =>
        new HtmlReport(outcome, Hostile, "1.2.3").Write();
}
