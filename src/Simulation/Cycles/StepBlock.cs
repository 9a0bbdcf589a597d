using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The nodes that step next and the places each exchange samples: chosen for many nodes at once,
/// because the choice of one is a long chain of small steps.
/// </summary>
internal struct StepBlock
{
    /// <summary>Nodes in a block.</summary>
    public const int Length = 64;

    /// <summary>Names of the nodes.</summary>
    public Lane<int> Names;

    /// <summary>For each node the 7 places of its view, without its last, that it sends.
    /// </summary>
    public Lane<uint> ActivePlaces;

    /// <summary>For each node the 8 places of the partner's view that come back.</summary>
    public Lane<uint> PassivePlaces;

    [InlineArray(Length)]
    public struct Lane<T>
    {
        private T first;
    }
}
