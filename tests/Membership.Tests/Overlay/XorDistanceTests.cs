using P2PCS.Membership.Overlay;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Overlay;

public sealed class XorDistanceTests
{
    [Fact]
    public void A_bucket_is_the_highest_bit_that_differs() => Seed.Run((ref Rng rng) =>
    {
        Assert.Equal(-1, XorDistance.Bucket(7, 7));
        for (int i = 0; i < 1000; i++)
        {
            ulong self = rng.Next();
            ulong other = self ^ (rng.Next() >> rng.Below(64));
            int bucket = -1;
            for (int bit = 0; bit < 64; bit++)
                bucket = (self >> bit & 1) != (other >> bit & 1) ? bit : bucket;
            Assert.Equal(bucket, XorDistance.Bucket(self, other));
            Assert.Equal(XorDistance.Between(self, other), XorDistance.Between(other, self));
        }
    });
}
