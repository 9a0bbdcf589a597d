using System.Runtime.CompilerServices;
using P2PCS.Allocation.Subclouds;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Node;

namespace P2PCS.Host.Rest;

/// <summary>Pictures of ended subclouds, which change no more: made once, not with every picture
/// of the node.</summary>
internal static class EndedSubclouds
{
    private static readonly ConditionalWeakTable<SubcloudController, Kept> Shelves = [];

    /// <summary>Those of a node, newest first; on the node's thread.</summary>
    public static SubcloudBody[] Of(PeerNode node)
    {
        Kept kept = Shelves.GetValue(node.Controller, _ => new Kept());
        if (kept.Version != node.Controller.EndedVersion)
        {
            kept.Bodies =
            [
                .. node.Controller.Subclouds.Reverse().Where(s => s.IsEnded)
                    .Select(s => kept.Each.GetValue(s, _ => Picture.SubcloudOf(s, node.Self.Id))),
            ];
            kept.Version = node.Controller.EndedVersion;
        }

        return kept.Bodies;
    }

    private sealed class Kept
    {
        public ConditionalWeakTable<Subcloud, SubcloudBody> Each { get; } = [];

        public SubcloudBody[] Bodies { get; set; } = [];

        public long Version { get; set; }
    }
}
