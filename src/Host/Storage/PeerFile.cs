namespace P2PCS.Host.Storage;

/// <summary>What a running peer tells programs on the same machine: <c>peer.json</c>.</summary>
/// <param name="Id">The peer's id, 64 lower-case hex digits.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Listen">Where other peers reach it, <c>ADDR:PORT</c>.</param>
/// <param name="Api">Base URL of its REST facade.</param>
public sealed record PeerFile(string Id, int Pid, string Listen, string Api);
