namespace P2PCS.Protocol;

/// <summary>What a frame's body is. The table of bodies is docs/WIRE.md.</summary>
public enum MessageKind : byte
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>Cyclon: a sample of the sender's view, asking for one back.</summary>
    ShuffleRequest = 1,

    /// <summary>Cyclon: the sample that answers a request.</summary>
    ShuffleReply = 2,

    /// <summary>Are you there, and here is what I have free.</summary>
    Ping = 3,

    /// <summary>I am, and here is what I have free.</summary>
    Pong = 4,

    /// <summary>The sender is going; it is not coming back by itself.</summary>
    Leave = 5,

    /// <summary>Ping that peer for me.</summary>
    PingRequest = 6,

    /// <summary>Whether it answered.</summary>
    PingRelay = 7,

    /// <summary>Rumours alone.</summary>
    News = 8,

    /// <summary>This is my roster in digests; tell me where yours differs.</summary>
    RosterPull = 9,

    /// <summary>Peers of the parts that differ.</summary>
    RosterPage = 10,

    /// <summary>Which statements the sender has, as one number.</summary>
    CharterDigest = 12,

    /// <summary>The statements of a range that the sender has, by name.</summary>
    CharterList = 13,

    /// <summary>Statements, whole.</summary>
    CharterStatements = 14,

    /// <summary>Send me these statements.</summary>
    CharterWant = 15,

    /// <summary>Hold this much of your machine for my subcloud.</summary>
    Reserve = 16,

    /// <summary>Held under this fence, or why not.</summary>
    Offer = 17,

    /// <summary>Turn the hold into a lease, renew it or give it back.</summary>
    LeaseRequest = 18,

    /// <summary>What became of a lease request.</summary>
    LeaseAnswer = 19,

    /// <summary>The machine's own word: a lease has ended, or is to end soon.</summary>
    LeaseNotice = 20,

    /// <summary>I am to control the subcloud of that key: will you bear witness?</summary>
    Claim = 21,

    /// <summary>To whom the witness has given its word.</summary>
    ClaimAnswer = 22,

    /// <summary>How does the subcloud stand that you control?</summary>
    SubcloudAsk = 23,

    /// <summary>How it stands.</summary>
    SubcloudTold = 24,

    /// <summary>Run this task under this lease.</summary>
    Assign = 32,

    /// <summary>How an attempt stands.</summary>
    Report = 33,

    /// <summary>Stop an attempt, or forget one whose end was taken note of.</summary>
    Dismiss = 34,

    /// <summary>Be responsible for these peers in this query.</summary>
    QueryAsk = 48,

    /// <summary>What is known of the rows of those peers.</summary>
    QueryAnswer = 49,

    /// <summary>The range is worked on, or why it is not.</summary>
    QueryRefusal = 50,

    /// <summary>A sheet of my aggregates: let us both have the mean.</summary>
    AggregatePush = 56,

    /// <summary>Mine from before, or why not.</summary>
    AggregateReply = 57,

    /// <summary>I had no reply: take my push back out.</summary>
    AggregateUndo = 58,

    /// <summary>My sheet of an attribute's distribution: let us both have the mean.</summary>
    SlicePush = 60,

    /// <summary>Mine from before, or why not.</summary>
    SliceReply = 61,

    /// <summary>I had no reply: take my push back out.</summary>
    SliceUndo = 62,
}
