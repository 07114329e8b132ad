using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The exact upper quantile of many numbers without sorting them: a bracket from a sample, one pass that sums what lies above it and collects what lies inside, and a sort of
/// the bracket alone. Minimises target t + sum w (x - t)_+ over t.
/// </summary>
internal sealed unsafe class TailThreshold
{
    private double[] _sample = new double[1024];
    private double[] _sampleWeights = [];
    private double _sampleTotal;
    private int _sampled;
    private int _stride;
    private double[] _inside = new double[1024];
    private double[] _insideWeights = new double[1024];

    /// <summary>The threshold found last.</summary>
    public double Threshold { get; private set; }

    /// <summary>The value found last: target t + sum w (x - t)_+ .</summary>
    public double Value { get; private set; }

    /// <summary>Finds the largest t at which the weights of what is at least t reach the target.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="weights">One each, not negative; or a single one for all.</param>
    /// <param name="target">Above 0; where all weights together do not reach it, the smallest number is the threshold.</param>
    /// <param name="guess">Centre of the first bracket; NaN for none.</param>
    /// <param name="width">Half its width.</param>
    /// <param name="before">Weight of numbers that are not listed and lie above the threshold; less than the target. They count towards it, but not in the value's sum.</param>
    public void Find(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double target, double guess = double.NaN, double width = 0, double before = 0)
    {
        _sampled = 0;
        Search(x, weights, target, guess, width, before);
    }

    /// <summary>Finds the threshold of another target in the same numbers as the search before.</summary>
    public void FindAgain(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double target) => Search(x, weights, target, double.NaN, 0, 0);

    private void Search(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double target, double guess, double width, double before)
    {
        bool even = weights.Length == 1;
        if (!even)
            Guard.SameLength(weights.Length, x.Length, nameof(weights));
        double low = guess - width, high = guess + width;
        if (!(width > 0) || double.IsNaN(guess))
            Bracket(x, weights, target - before, 3, out low, out high);
        for (int attempt = 1; ; attempt++)
        {
            int inside = even ? CollectEven(x, low, high, out double above, out double sum) : CollectWeighted(x, weights, low, high, out above, out sum);
            double total = above + before;
            if (even)
                (above, sum, total) = ((above * weights[0]) + before, sum * weights[0], ((above + inside) * weights[0]) + before);
            else
            {
                above = total;
                for (int i = 0; i < inside; i++)
                    total += _insideWeights[i];
            }

            bool everything = double.IsNegativeInfinity(low);
            if (above < target * (1 - 1e-13) && (total >= target * (1 - 1e-13) || everything) && inside > 0)
            {
                Pick(inside, even ? weights[0] : double.NaN, target, above, sum);
                return;
            }

            if (attempt > 3)
                (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
            else
                Bracket(x, weights, target - before, 3 + (4 * attempt), out low, out high);
        }
    }

    private void Pick(int inside, double even, double target, double above, double sum)
    {
        Span<double> x = _inside.AsSpan(0, inside), w = _insideWeights.AsSpan(0, inside);
        if (double.IsNaN(even))
            x.Sort(w);
        else
            x.Sort();
        int at = inside - 1;
        while (true)
        {
            double weight = double.IsNaN(even) ? w[at] : even;
            if (above + weight >= target * (1 - 1e-13) || at == 0)
                break;
            above += weight;
            sum += weight * x[at];
            at--;
        }

        Threshold = x[at];
        Value = sum + (Threshold * (target - above));
    }

    /// <summary>Quantiles of a strided sample around the target's, as far apart as the sample is uncertain.</summary>
    private void Bracket(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double target, double spread, out double low, out double high)
    {
        bool even = weights.Length == 1;
        if (_sampled == 0)
            Sample(x, weights);
        double wanted = target / _stride, mean = _sampleTotal / Math.Max(1, _sampled);
        double deviation = ((spread * Math.Sqrt(Math.Max(1, wanted / Math.Max(mean, 1e-300)))) + 2) * mean * (_stride == 1 ? 0.5 : 1);
        double reached = 0;
        (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        for (int i = _sampled - 1; i >= 0; i--)
        {
            if (reached <= wanted - deviation)
                high = i == _sampled - 1 ? double.PositiveInfinity : _sample[i];
            reached += even ? weights[0] : _sampleWeights[i];
            if (reached < wanted + deviation)
                continue;
            low = _sample[i];
            break;
        }
    }

    /// <summary>Every so many-th number, sorted. The larger the sample, the fewer numbers are left between its quantiles: its size grows with the cube root of their number, squared.</summary>
    private void Sample(ReadOnlySpan<double> x, ReadOnlySpan<double> weights)
    {
        bool even = weights.Length == 1;
        int most = x.Length <= 16_384 ? 1024 : x.Length <= 131_072 ? 2048 : x.Length <= 524_288 ? 4096 : 8192;
        _sampled = Math.Min(x.Length, most);
        _stride = x.Length / Math.Max(1, _sampled);
        if (_sample.Length < _sampled)
            _sample = new double[_sampled];
        if (!even && _sampleWeights.Length < _sampled)
            _sampleWeights = new double[_sampled];
        _sampleTotal = even ? weights[0] * _sampled : 0;
        for (int i = 0; i < _sampled; i++)
        {
            _sample[i] = x[i * _stride];
            if (even)
                continue;
            _sampleWeights[i] = weights[i * _stride];
            _sampleTotal += _sampleWeights[i];
        }

        if (even)
            _sample.AsSpan(0, _sampled).Sort();
        else
            _sample.AsSpan(0, _sampled).Sort(_sampleWeights.AsSpan(0, _sampled));
    }

    private int CollectEven(ReadOnlySpan<double> x, double low, double high, out double above, out double sum)
    {
        int inside = 0;
        fixed (double* px = x)
        {
            Vector512<double> top = Vector512.Create(high), bottom = Vector512.Create(low), sums = Vector512<double>.Zero;
            Vector512<long> counts = Vector512<long>.Zero;
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> value = Vector512.Load(px + i), over = Vector512.GreaterThan(value, top);
                counts -= over.AsInt64();
                sums += value & over;
                ulong between = Vector512.AndNot(Vector512.GreaterThanOrEqual(value, bottom), over).ExtractMostSignificantBits();
                if (between == 0)
                    continue;
                Fit(inside + Lanes.Count);
                for (; between != 0; between &= between - 1)
                    _inside[inside++] = px[i + System.Numerics.BitOperations.TrailingZeroCount(between)];
            }

            (above, sum) = (Vector512.Sum(counts), Lanes.Combine(sums));
            for (; i < x.Length; i++)
            {
                if (px[i] > high)
                    (above, sum) = (above + 1, sum + px[i]);
                else if (px[i] >= low)
                {
                    Fit(inside + 1);
                    _inside[inside++] = px[i];
                }
            }
        }

        return inside;
    }

    private int CollectWeighted(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double low, double high, out double above, out double sum)
    {
        int inside = 0;
        (above, sum) = (0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] > high)
                (above, sum) = (above + weights[i], sum + (weights[i] * x[i]));
            else if (x[i] >= low)
            {
                Fit(inside + 1);
                (_inside[inside], _insideWeights[inside]) = (x[i], weights[i]);
                inside++;
            }
        }

        return inside;
    }

    private void Fit(int length)
    {
        if (length <= _inside.Length)
            return;
        Array.Resize(ref _inside, 2 * length);
        Array.Resize(ref _insideWeights, 2 * length);
    }
}
