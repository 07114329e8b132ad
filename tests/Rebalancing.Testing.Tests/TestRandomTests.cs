namespace Rebalancing.Testing.Tests;

public class TestRandomTests
{
    [Test]
    public void NextBits_SameSeed_GivesTheSameSequence()
    {
        var first = new TestRandom(7);
        var second = new TestRandom(7);
        Assert.That(first.Vector(100, r => r.Uniform()), Is.EqualTo(second.Vector(100, r => r.Uniform())));
        Assert.That(new TestRandom(8).NextBits(), Is.Not.EqualTo(new TestRandom(7).NextBits()));
    }

    [Test]
    public void NextBits_NeighbouringSeeds_ShareNoValue()
    {
        const int Seeds = 200, Draws = 2000;
        var seen = new HashSet<ulong>(Seeds * Draws);
        for (var seed = -Seeds / 2; seed < Seeds / 2; seed++)
        {
            var random = new TestRandom(seed);
            for (var draw = 0; draw < Draws; draw++)
                Assert.That(seen.Add(random.NextBits()), $"draw {draw} of seed {seed} was drawn before");
        }
    }

    [Test]
    public void WithPlainSeed_NextSeed_IsTheSameSequenceOneDrawLater()
    {
        TestRandom first = TestRandom.WithPlainSeed(7), second = TestRandom.WithPlainSeed(8);
        first.NextBits();
        Assert.That(second.Vector(100, r => r.Uniform()), Is.EqualTo(first.Vector(100, r => r.Uniform())));
    }

    [Test]
    public void Normal_ManyDraws_HaveMeanZeroAndVarianceOne()
    {
        const int Draws = 200_000;
        var values = new TestRandom(11).NormalVector(Draws);
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / Draws;
        // five standard errors: 5 / sqrt(n) and 5 sqrt(2 / n)
        Assert.That(mean, Is.Zero.Within(5 / Math.Sqrt(Draws)));
        Assert.That(variance, Is.EqualTo(1).Within(5 * Math.Sqrt(2.0 / Draws)));
    }

    [FixedSeedProperty]
    public bool Permutation_AnyLength_HoldsEachIndexOnce(byte length, int seed) =>
        new TestRandom(seed).Permutation(length).Order().SequenceEqual(Enumerable.Range(0, length));

    [FixedSeedProperty]
    public bool Simplex_AnyLength_IsNonNegativeAndSumsToOne(byte length, int seed)
    {
        var weights = new TestRandom(seed).Simplex(length + 1);
        return weights.All(w => w >= 0) && Math.Abs(weights.Sum() - 1) < Tolerances.Summation;
    }

    [FixedSeedProperty]
    public bool Integer_AnyRange_StaysInside(int low, byte width, int seed)
    {
        var value = new TestRandom(seed).Integer(low, low + width + 1);
        return value >= low && value <= low + width;
    }
}
