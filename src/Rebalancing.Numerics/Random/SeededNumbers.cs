namespace Rebalancing.Numerics;

/// <summary>
/// Random numbers from a seed (SplitMix64): the same sequence on every machine, because nothing but integer arithmetic, products, quotients, roots and
/// <see cref="Elementary"/> stands between the seed and a number.
/// </summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;
    private double _spare;
    private bool _hasSpare;

    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 .. count - 1.</summary>
    public int Index(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Standard normal, by the polar method; the second number of a pair is kept for the next call.</summary>
    public double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double u, v, s;
        do
        {
            u = (2 * Uniform()) - 1;
            v = (2 * Uniform()) - 1;
            s = (u * u) + (v * v);
        }
        while (s >= 1 || s == 0);
        double factor = Math.Sqrt(-2 * Elementary.Log(s) / s);
        _spare = v * factor;
        _hasSpare = true;
        return u * factor;
    }

    /// <summary>Gamma with shape at least 1 and scale 1, by squeezing a cubed normal.</summary>
    public double Gamma(double shape)
    {
        double d = shape - (1.0 / 3.0), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), root = 1 + (c * x);
            if (root <= 0)
                continue;
            double v = root * root * root, u = 1 - Uniform();
            if (u < 1 - (0.0331 * x * x * x * x) || Elementary.Log(u) < (0.5 * x * x) + (d * (1 - v + Elementary.Log(v))))
                return d * v;
        }
    }

    private ulong Next()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
