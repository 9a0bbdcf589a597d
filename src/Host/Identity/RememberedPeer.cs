namespace P2PCS.Host.Identity;

/// <summary>A peer that answered lately, to come back by.</summary>
/// <param name="Id">Its id, 64 hex digits.</param>
/// <param name="Address">Where it was reached, <c>ADDR:PORT</c>.</param>
internal sealed record RememberedPeer(string Id, string Address);
