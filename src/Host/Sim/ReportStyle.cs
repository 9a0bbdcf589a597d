namespace P2PCS.Host.Sim;

/// <summary>How a report looks, in light and in dark.</summary>
internal static class ReportStyle
{
    /// <summary>A style sheet without characters that XML would want escaped.</summary>
    public const string Sheet =
        """

        :root { color-scheme: light dark; --page: #f9f9f7; --card: #fcfcfb; --ink: #0b0b0b;
          --soft: #52514e; --mute: #7a7974; --grid: #e7e6e2; --axis: #b9b8b3; --edge: #e4e3df;
          --c1: #2a78d6; --c2: #1baf7a; --c3: #eb6834; --mark: #52514e2e;
          --good: #0a7a0a; --bad: #c43232; }
        @media (prefers-color-scheme: dark) { :root { --page: #0d0d0d; --card: #1a1a19;
          --ink: #fff; --soft: #c3c2b7; --mute: #96958e; --grid: #2c2c2a; --axis: #55544f;
          --edge: #2a2a28; --c1: #3987e5; --c2: #199e70; --c3: #d95926; --mark: #c3c2b733;
          --good: #3fbf3f; --bad: #f06a6a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 48px; }
        header { display: flex; align-items: center; gap: 14px; flex-wrap: wrap; }
        h1 { font-size: 26px; line-height: 1.2; margin: 0; }
        .lead { color: var(--soft); max-width: 72ch; margin: 6px 0 20px; }
        dl { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 0 0 20px; }
        dt { font-size: 12px; color: var(--mute); }
        dd { margin: 0; font-weight: 600; }
        .badge { font-size: 12px; font-weight: 600; padding: 2px 9px; border-radius: 99px;
          border: 1px solid currentColor; white-space: nowrap; color: var(--mute); }
        .badge.pass { color: var(--good); }
        .badge.miss { color: var(--bad); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: 5px 14px 5px 0; white-space: nowrap;
          border-bottom: 1px solid var(--edge); }
        th { color: var(--mute); font-weight: 500; }
        .left { text-align: left; }
        .quiet { color: var(--soft); }
        .checks { width: 100%; margin-bottom: 24px; }
        .plots { display: grid; gap: 16px; margin-bottom: 24px;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); }
        figure { margin: 0; padding: 14px 14px 8px; background: var(--card);
          border: 1px solid var(--edge); border-radius: 8px; }
        figcaption { display: flex; flex-direction: column; margin-bottom: 8px; }
        figcaption span { font-size: 12px; color: var(--mute); }
        svg { display: block; width: 100%; height: auto; }
        svg text { font: 12px system-ui, sans-serif; fill: var(--mute);
          font-variant-numeric: tabular-nums; }
        .end { text-anchor: end; } .middle { text-anchor: middle; }
        .grid { stroke: var(--grid); } .axis { stroke: var(--axis); }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .line.c1 { stroke: var(--c1); } .band.c1 { fill: var(--c1); }
        .line.c2 { stroke: var(--c2); } .band.c2 { fill: var(--c2); }
        .line.c3 { stroke: var(--c3); } .band.c3 { fill: var(--c3); }
        .band { opacity: .22; } .bar { fill: var(--c1); } .mark { fill: var(--mark); }
        .check { fill: none; stroke-width: 2; stroke: var(--good); }
        .check.miss { stroke: var(--bad); }
        details { border-top: 1px solid var(--edge); padding: 10px 0; }
        summary { cursor: pointer; font-weight: 600; }
        pre { overflow-x: auto; font: 12.5px/1.5 ui-monospace, monospace; }

        """;
}
