using NUnit.Framework;

namespace Rebalancing.Testing;

/// <summary>
/// A seeded source of random numbers (SplitMix64), the same on every platform and runtime. Creating one writes its seed
/// to the test's output, which the runner shows when the test fails.
/// </summary>
public sealed class TestRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;

    private ulong state;

    /// <summary>Starts the sequence that belongs to <paramref name="seed"/>.</summary>
    /// <remarks>The starting state is mixed: states one step apart would give neighbouring seeds the same numbers, one draw later.</remarks>
    public TestRandom(int seed)
        : this(seed, Mix(PlainState(seed)), "random seed")
    {
    }

    private TestRandom(int seed, ulong start, string name)
    {
        Seed = seed;
        state = start;
        TestContext.Out.WriteLine($"{name} {seed}");
    }

    /// <summary>The seed this sequence started from.</summary>
    public int Seed { get; }

    /// <summary>
    /// The sequence without the mixing of its start, which is that of the seed before less its first number: only for cases that were found with it and stay as tests.
    /// </summary>
    public static TestRandom WithPlainSeed(int seed) => new(seed, PlainState(seed), "plain random seed");

    /// <summary>Uniform on all 64-bit values.</summary>
    public ulong NextBits()
    {
        state = unchecked(state + Step);
        return Mix(state);
    }

    /// <summary>Uniform on [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Uniform on low, ..., high - 1.</summary>
    public int Integer(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        return (int)(low + (long)(NextBits() % (ulong)((long)high - low)));
    }

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Standard normal (Box-Muller, one value a call).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A vector of independent draws.</summary>
    public double[] Vector(int length, Func<TestRandom, double> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var values = new double[length];
        for (var i = 0; i < length; i++) values[i] = draw(this);
        return values;
    }

    /// <summary>A vector of independent uniform draws on [low, high).</summary>
    public double[] UniformVector(int length, double low, double high) => Vector(length, r => r.Uniform(low, high));

    /// <summary>A vector of independent standard normal draws.</summary>
    public double[] NormalVector(int length) => Vector(length, r => r.Normal());

    /// <summary>A point of the simplex: non-negative weights that sum to one (up to rounding).</summary>
    public double[] Simplex(int length)
    {
        var weights = Vector(length, r => -Math.Log(1 - r.Uniform()));
        var total = weights.Sum();
        for (var i = 0; i < length; i++) weights[i] /= total;
        return weights;
    }

    /// <summary>A uniformly random order of 0, ..., length - 1.</summary>
    public int[] Permutation(int length)
    {
        var order = new int[length];
        for (var i = 0; i < length; i++)
        {
            var j = Integer(0, i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static ulong PlainState(int seed) => unchecked(((ulong)seed * Step) + 0xD1B54A32D192ED03UL);

    /// <summary>SplitMix64's finaliser: a one-to-one map of the 64-bit values onto themselves.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
