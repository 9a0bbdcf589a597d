using P2PCS.Membership.Coordinates;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Coordinates;

/// <summary>Dabek et al., "Vivaldi", SIGCOMM 2004: a world that is flat is found again.</summary>
public sealed class VivaldiTests
{
    private const int Peers = 200;
    private const float Width = 100;

    [Fact]
    public void In_a_flat_world_the_median_error_goes_below_five_percent() =>
        Seed.Run((ref Rng rng) => Assert.InRange(MedianError(0, rounds: 400, ref rng), 0, 0.05));

    [Fact]
    public void In_a_noisy_world_the_error_stays_about_as_large_as_the_noise() =>
        Seed.Run((ref Rng rng) => Assert.InRange(MedianError(0.2, 400, ref rng), 0.01, 0.15));

    [Fact]
    public void Nothing_that_another_peer_claims_makes_a_place_infinite()
    {
        var place = Coordinate.Origin;
        for (int i = 0; i < 1000; i++)
        {
            var liar = new Coordinate(9e5f * (i % 2 == 0 ? 1 : -1), 9e5f, 9e5f, 0);
            place = Vivaldi.Step(place, liar, i % 3 == 0 ? 0 : float.MaxValue, i);
        }

        Assert.True(float.IsFinite(place.X + place.Y + place.Height + place.Error));
    }

    // Median over pairs of |estimate - distance| / distance, by the noiseless distance.
    private static double MedianError(double noise, int rounds, ref Rng rng)
    {
        var world = new (float X, float Y)[Peers];
        foreach (ref (float X, float Y) peer in world.AsSpan())
            peer = ((float)rng.Fraction() * Width, (float)rng.Fraction() * Width);
        var places = new Coordinate[Peers];
        Array.Fill(places, Coordinate.Origin);
        for (int step = 0; step < rounds * Peers; step++)
        {
            int a = step % Peers;
            int b = (a + 1 + rng.Below(Peers - 1)) % Peers;
            double trip = Distance(world, a, b) * (1 + (noise * ((2 * rng.Fraction()) - 1)));
            float angle = (float)(rng.Fraction() * Math.Tau);
            places[a] = Vivaldi.Step(places[a], places[b], (float)trip, angle);
        }

        var errors = new List<double>();
        for (int a = 0; a < Peers; a++)
        {
            for (int b = a + 1; b < Peers; b++)
            {
                float distance = Distance(world, a, b);
                errors.Add(Math.Abs(Coordinate.Distance(places[a], places[b]) - distance)
                    / distance);
            }
        }

        errors.Sort();
        return errors[errors.Count / 2];
    }

    private static float Distance((float X, float Y)[] world, int a, int b) =>
        MathF.Sqrt(MathF.Pow(world[a].X - world[b].X, 2) + MathF.Pow(world[a].Y - world[b].Y, 2));
}
