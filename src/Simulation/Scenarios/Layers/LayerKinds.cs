namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>All layers that a scenario can ask for.</summary>
public static class LayerKinds
{
    /// <summary>All kinds, in the order of their columns.</summary>
    public static IReadOnlyList<LayerKind> All { get; } =
    [
        AveragingLayer.Own, CountLayer.Own, HistogramLayer.Own, ExtremaLayer.Own,
        SlicingLayer.Own, RingLayer.Own, LookupLayer.Own, PlacementLayer.Own,
    ];
}
