using System.Globalization;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Says why there are too few machines, and what to change.</summary>
internal static class Explanations
{
    private const int PeersShown = 20;

    /// <summary>A round of asking, a commit and its answers on a network that is near. Our guess.
    /// </summary>
    private const int EstimateMs = 100;

    /// <summary>Counts as they are shown.</summary>
    public static ShortfallBody Of(Shortfall found, Resources each) => new(
        found.Known,
        found.Fitting,
        [
            new ClauseBody($"cpu >= {Cores(each.CpuMilli)}", found.TooFewCores),
            new ClauseBody($"mem >= {Memory(each.MemMiB)}", found.TooLittleMemory),
        ],
        new PolicyBody(found.Declined, found.Busy));

    /// <summary>What a request would find.</summary>
    public static PlanBody Plan(Survey survey, SubcloudSpec spec)
    {
        int matches = survey.Fitting.Count;
        bool succeeds = matches >= spec.Min;
        return new PlanBody(
            succeeds,
            matches,
            succeeds ? Math.Min(matches, spec.Count) : 0,
            spec.Min,
            succeeds ? EstimateMs : null,
            Of(survey.Shortfall, spec.Resources),
            Relax(survey, spec.Min, spec.Resources),
            [.. survey.Fitting.Take(PeersShown).Select(c => c.Peer.ToString())]);
    }

    /// <summary>Why a subcloud is as it is.</summary>
    public static ExplainBody Explain(Subcloud subcloud, Survey survey, Instant now)
    {
        SubcloudSpec spec = subcloud.Spec;
        Soundings so = subcloud.Soundings;
        int missing = subcloud.IsEnded ? 0 : Math.Max(0, spec.Count - subcloud.Ready);
        bool failed = subcloud.State == SubcloudState.Failed;
        int needed = subcloud.State is SubcloudState.Allocating or SubcloudState.Failed
            ? spec.Min
            : Math.Max(1, missing);
        return new ExplainBody(
            Names.Subcloud(spec.Id),
            Picture.Word(subcloud.State),
            Reasons.Of(subcloud),
            missing,
            Of(subcloud.IsEnded ? subcloud.Shortfall : survey.Shortfall, spec.Resources),
            new AnswersBody(
                so.Rounds, so.Asked, so.Held, so.Raced, so.Declined, so.Elsewhere, so.Silent),
            missing > 0 || failed ? Relax(survey, needed, spec.Resources) : [],
            missing > 0 && subcloud.LooksAgainAt is { } next
                ? (int)Math.Clamp((next - now).TotalMilliseconds, 0, int.MaxValue)
                : null);
    }

    private static List<RelaxationBody> Relax(Survey survey, int needed, Resources each)
    {
        var changes = new List<RelaxationBody>();
        int fitting = survey.Fitting.Count;
        if (fitting >= needed)
            return changes;
        if (fitting > 0)
        {
            changes.Add(new RelaxationBody(
                "min", $"{fitting}", $"{fitting} machines match now: lower min to {fitting}."));
        }

        if (survey.LessCpuMilli > 0 && survey.LessCpuMilli < each.CpuMilli)
        {
            string cores = Cores(survey.LessCpuMilli);
            changes.Add(new RelaxationBody(
                "resources.cpu", cores, $"{needed} machines have {cores} cores free each."));
        }

        if (survey.LessMemMiB > 0 && survey.LessMemMiB < each.MemMiB)
        {
            string memory = Memory(survey.LessMemMiB);
            changes.Add(new RelaxationBody(
                "resources.mem", memory, $"{needed} machines have {memory} free each."));
        }

        return changes;
    }

    private static string Cores(uint milli) =>
        (milli / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Memory(uint mebibytes) => ByteSize.Format((long)mebibytes << 20);
}
