using NUnit.Framework;

namespace Rebalancing.Testing;

/// <summary>
/// A seeded source of random numbers (SplitMix64), the same on every platform and runtime. Creating one writes its seed
/// to the test's output, which the runner shows when the test fails.
/// </summary>
public sealed class TestRandom
{
    private ulong state;

    /// <summary>Starts the sequence that belongs to <paramref name="seed"/>.</summary>
    public TestRandom(int seed)
    {
        Seed = seed;
        state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + 0xD1B54A32D192ED03UL);
        TestContext.Out.WriteLine($"random seed {seed}");
    }

    /// <summary>The seed this sequence started from.</summary>
    public int Seed { get; }

    /// <summary>Uniform on all 64-bit values.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
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
}
