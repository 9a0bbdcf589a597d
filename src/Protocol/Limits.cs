namespace P2PCS.Protocol;

/// <summary>Bounds that hold on every peer, whatever others send.</summary>
public static class Limits
{
    /// <summary>Longest datagram, in bytes: fits every path MTU in use without fragments.</summary>
    public const int DatagramBytes = 1200;

    /// <summary>What sealing adds to a frame, in bytes: type, session, counter and tag.</summary>
    public const int SealBytes = 25;

    /// <summary>Longest frame that goes by a datagram, in bytes: its worth after sealing.
    /// </summary>
    public const int FrameBytes = DatagramBytes - SealBytes;

    /// <summary>Longest frame that goes by a stream, in bytes: 64 KiB of content and the heads
    /// around it.</summary>
    public const int LargeFrameBytes = (64 * 1024) + 256;

    /// <summary>Peers one node keeps in its table.</summary>
    public const int KnownPeers = 16_384;

    /// <summary>Descriptors in one shuffle message.</summary>
    public const int ShuffleDescriptors = 16;

    /// <summary>Holds and leases one machine keeps at a time.</summary>
    public const int Leases = 256;

    /// <summary>Attempts that a machine remembers for queries, ended ones included.</summary>
    public const int RememberedAttempts = 10_000;

    /// <summary>Attempts one machine keeps track of at a time.</summary>
    public const int LocalAttempts = 1024;

    /// <summary>Members of one subcloud.</summary>
    public const int SubcloudMembers = 1000;

    /// <summary>Members of one subcloud that may be replaced in its life.</summary>
    public const int Replacements = 1_000_000;

    /// <summary>Words that a witness keeps as to who controls which subcloud.</summary>
    public const int Claims = 10_000;

    /// <summary>Live subclouds one controller runs.</summary>
    public const int LiveSubclouds = 1000;

    /// <summary>Ended subclouds one controller remembers.</summary>
    public const int EndedSubclouds = 1000;

    /// <summary>Tasks one controller keeps, ended ones included.</summary>
    public const int Tasks = 200_000;

    /// <summary>Tries of one task before it is given up.</summary>
    public const int Attempts = 8;
}
