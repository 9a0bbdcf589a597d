namespace P2PCS.Query.Standing;

public sealed partial class StandingKernel
{
    /// <summary>The newest result; null while there is none. Built when first asked for.
    /// </summary>
    public StandingPicture? Picture
    {
        get
        {
            if (picture is null && exchanges[Count].AsOf is not null)
                picture = Draw();
            return picture;
        }
    }

    private StandingPicture Draw() => new(
        size.Peers,
        TotalError(),
        exchanges[Count].AsOf!.Value,
        concludedEpoch,
        [.. NumberPictures()],
        [.. LabelPictures()]);

    private IEnumerable<ColumnPicture> NumberPictures()
    {
        if (exchanges[Moments].AsOf is not { } asOf)
            yield break;
        for (int i = 0; i < columns.Numbers.Length; i++)
        {
            if (moments.Result.Presence(i) > 0)
            {
                yield return new ColumnPicture(columns, i, size.Peers, (moments.Result, asOf))
                {
                    Shape = exchanges[Histograms].AsOf is { } shaped
                        ? new ColumnShape(columns, i, histograms.Result, shaped)
                        : null,
                };
            }
        }
    }

    private IEnumerable<LabelPicture> LabelPictures()
    {
        if (exchanges[Labels].AsOf is not { } asOf)
            yield break;
        for (int i = 0; i < columns.Labels.Length; i++)
            yield return LabelPicture.Of(columns, i, size.Peers, (labels.Result, asOf));
    }

    // Where the roster is whole, what it knows otherwise is an error too.
    private double TotalError()
    {
        double roster = partners.Count + 1;
        double gap = Math.Abs(size.Peers - roster) / Math.Min(size.Peers, roster);
        return partners.AreAll && partners.Count > 0 ? Math.Max(size.Error, gap) : size.Error;
    }
}
