namespace P2PCS.Host.Bench;

/// <summary>A membership program that can be measured: how it starts, and what its log says.
/// </summary>
/// <remarks>
/// Logs are read because that costs the measured processes nothing: the lines are written anyway,
/// no request is answered, and nothing is added to the counted traffic.
/// </remarks>
internal interface IMemberProgram
{
    /// <summary>Such as <c>p2pcs</c>.</summary>
    string Name { get; }

    /// <summary>The words that start a member.</summary>
    /// <param name="slot">Where and how.</param>
    /// <param name="contact">What <see cref="InviteAsync"/> gave, or null to join nobody.</param>
    IEnumerable<string> Command(MemberSlot slot, string? contact);

    /// <summary>What others join a member's cluster with.</summary>
    Task<string> InviteAsync(Member first);

    /// <summary>The files to which a member writes its events; none may exist yet.</summary>
    IEnumerable<string> Logs(MemberSlot slot);

    /// <summary>Reads a line of output that says that a member serves.</summary>
    /// <returns>Its name and its <c>ADDR:PORT</c>, or null for any other line.</returns>
    (string Name, string Address)? TryReadReady(string line, MemberSlot slot);

    /// <summary>Reads a line of a log; null for one that tells of no other member.</summary>
    MemberEvent? TryReadEvent(string line);
}
