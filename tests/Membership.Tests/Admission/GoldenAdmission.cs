namespace P2PCS.Membership.Tests.Admission;

/// <summary>Bytes made once: whatever changes, they are read as they are.</summary>
public static class GoldenAdmission
{
    /// <summary>The cloud of all of them.</summary>
    public const string Cloud =
        "93351465ea5f4ec9f59e49fdd9dda44823b373b4f709197d5df720f448014f6c";

    /// <summary>The member.</summary>
    public const string Peer =
        "be5ea7f7f338e2cedbcb8779f3ded0f08b642168801f2ca3e771800b3f4fde95";

    /// <summary>Its chain: root, an invite of three uses, peer.</summary>
    public const string Chain =
        "0103d5878e5f6fe7f9606430c7cce466ccee8d78181d98344ee3dc56a42a8625b2f5021202954f7867c5" +
        "db23872bbcd6d5ad791001c932e8daef68d31de5c0b5a13666534b00d2496b80052b6d80234b6b030032" +
        "d28d7a957e14c828f7cb1fb215efdae40ad7e6fbdfbbb9583060b9c0b226d97f62c54636c3d7b940c25f" +
        "70b6096f5a217ae97ea0bf07288d397ccd8bd4aefc220228de50d12d215b25bddb96090ac203200d9ab3" +
        "3ec6d2bc2af4fd4115544e7c3600d2496b80052b6d4aee609df154d7fb02e837fb69efb0aabc6fc15cc5" +
        "037780eac09c15172b7f261353eaaa6869fc61e475bc7d692d879f8d6f69a441b4a56b168a3ee2f1f479" +
        "43";

    /// <summary>The root bans it.</summary>
    public const string Statement =
        "010232d2496bbe5ea7f7f338e2cedbcb8779f3ded0f08b642168801f2ca3e771800b3f4fde9523000103" +
        "d5878e5f6fe7f9606430c7cce466ccee8d78181d98344ee3dc56a42a8625b2f50083932229fe9d7b0198" +
        "f34502bc31a9993d1ddf2b372af06ed4c011fd4411bd5b1921eb8361dcabe35cb0b37565a36e0f28ef62" +
        "9bbecd38a3a11a5154f596ed1b";

    /// <summary>The token of the invite, with the second generation of the key.</summary>
    public const string Token =
        "p2pcs1.AAIAAAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fIAEAAAAAAAAAAAAA__9_AAAB6ByX2" +
        "G7I8wAn_rtDp11YyylohtiL6LgbgQQtI3PtydHpmQED1YeOX2_n-WBkMMfM5GbM7o14GB2YNE7j3FakKoYls" +
        "vUBEgKVT3hnxdsjhyu81tWteRAByTLo2u9o0x3lwLWhNmZTSwDSSWuABSttgCNLawMAMtKNepV-" +
        "FMgo98sfshXv2uQK1-b737u5WDBgucCyJtl_YsVGNsPXuUDCX3C2CW9aIXrpfqC_ByiNOXzNi9Su_D20p70";
}
