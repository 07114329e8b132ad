using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>The function words inside a limit: value, bound on its error, and where it is piecewise linear how to compute it without rounding. Costs are not read.</content>
internal sealed partial class CheckingWriter
{
    /// <summary>Units of rounding that a library's power or logarithm may be off by.</summary>
    private const double LibraryUnits = 16;

    /// <summary>Adds one function of a block: its value, the error of that, its slope in every coordinate, and how to compute it without rounding (null for not at all).</summary>
    private void AddPart(CheckedBlock block, double value, double radius, ReadOnlySpan<double> slope, Func<ExactNumber?> exact)
    {
        _sum += value;
        // the radius is computed in doubles too: a millionth more covers that
        _sumRadius += (1.000001 * radius) + (2 * CheckedBlock.Rounding * (Math.Abs(value) + Math.Abs(_sum)));
        _exactParts.Add(exact);
        if (slope.IsEmpty) return;
        if (block.IsByAsset) AddTo(_slope.Span, slope);
        else _isDifferentiable &= block.AddTransposed(slope, _slope.Span);
    }

    /// <summary>Error of a sum of so many numbers of a total size, beside the errors of the numbers.</summary>
    private static double SumError(int count, double size) => (count + 4) * CheckedBlock.Rounding * size;

    public override void Linear(Block on, ReadOnlySpan<double> slope)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab kept = Kept(slope);
        (double value, double radius) = CheckedBlock.Row(slope, block);
        AddPart(block, value, radius, slope, () => CheckedBlock.ExactRow(kept.Span, block));
    }

    public override void Kinked(Block on, Kink kink)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab at = Kept(kink.At), below = Kept(kink.SlopeBelow), above = Kept(kink.SlopeAbove), slopes = _memory.Doubles(on.Length);
        ReadOnlySpan<double> values = block.Values, radii = block.Radii;
        double sum = 0, size = 0, carried = 0;
        for (int i = 0; i < on.Length; i++)
        {
            double from = kink.At[i], distance = values[i] - from, slope = distance < 0 ? kink.SlopeBelow[i] : kink.SlopeAbove[i];
            slopes.Span[i] = slope;
            sum += distance * slope;
            size += Math.Abs(distance * slope);
            carried += Math.Max(Math.Abs(kink.SlopeBelow[i]), Math.Abs(kink.SlopeAbove[i])) * (radii[i] + (4 * CheckedBlock.Rounding * (Math.Abs(from) + Math.Abs(distance))));
        }

        AddPart(block, sum, carried + SumError(on.Length, size), slopes.Span, () => ExactKinks(on, block, at.Span, below.Span, above.Span));
    }

    private ExactNumber? ExactKinks(Block on, CheckedBlock block, ReadOnlySpan<double> at, ReadOnlySpan<double> below, ReadOnlySpan<double> above)
    {
        ExactNumber sum = ExactNumber.Zero;
        for (int i = 0; i < on.Length; i++)
        {
            if (below[i] == 0 && above[i] == 0) continue;
            if (block.Exact(i) is not { } x) return null;
            ExactNumber distance = x - Money(on, i, at[i]);
            if (distance.Sign != 0) sum += distance * ExactNumber.Of(distance.Sign < 0 ? below[i] : above[i]);
        }

        return sum;
    }

    public override void Pieces(Block on, ConvexPieces pieces)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab first = Kept(pieces.FirstSlope), breaks = Kept(pieces.Breaks), steps = Kept(pieces.SlopeStep), slopes = _memory.Doubles(on.Length);
        int[] start = pieces.Start.ToArray();
        double sum = 0, size = 0, carried = 0;
        for (int i = 0; i < on.Length; i++)
        {
            double x = block.Values[i], value = first.Span[i] * x, slope = first.Span[i], steepest = Math.Abs(slope), sizeHere = Math.Abs(value);
            for (int q = start[i]; q < start[i + 1]; q++)
            {
                (double from, double step) = (breaks.Span[q], steps.Span[q]);
                value += step * (Math.Max(0, x - from) - Math.Max(0, -from));
                slope += x > from ? step : 0;
                steepest += Math.Abs(step);
                sizeHere += Math.Abs(step) * (Math.Abs(x) + (2 * Math.Abs(from)));
            }

            slopes.Span[i] = slope;
            (sum, size) = (sum + value, size + sizeHere);
            carried += (steepest * block.Radii[i]) + SumError(start[i + 1] - start[i], sizeHere);
        }

        AddPart(block, sum, carried + SumError(on.Length, size), slopes.Span, () => ExactPieces(block, first.Span, breaks.Span, steps.Span, start));
    }

    private ExactNumber? ExactPieces(CheckedBlock block, ReadOnlySpan<double> first, ReadOnlySpan<double> breaks, ReadOnlySpan<double> steps, int[] start)
    {
        ExactNumber sum = ExactNumber.Zero;
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] == 0 && start[i] == start[i + 1]) continue;
            if (block.Exact(i) is not { } x) return null;
            sum += x * ExactNumber.Of(first[i]);
            for (int q = start[i]; q < start[i + 1]; q++)
            {
                ExactNumber at = ExactNumber.Of(breaks[q]) * _accountValue;
                sum += ExactNumber.Of(steps[q]) * (Positive(x - at) - Positive(-at));
            }
        }

        return sum;
    }

    private static ExactNumber Positive(ExactNumber x) => x.Sign > 0 ? x : ExactNumber.Zero;

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature)
    {
        if (!_inAtMost) return;
        double half = _inNorm ? 1.0 : 0.5, sum = 0, carried = 0;
        CheckedBlock block = _blocks[on.Id];
        Slab slopes = _memory.Doubles(on.Length);
        for (int i = 0; i < on.Length; i++)
        {
            double x = block.Values[i], size = Math.Abs(x), r = block.Radii[i], value = half * curvature[i] * x * x;
            slopes.Span[i] = 2 * half * curvature[i] * x;
            sum += value;
            carried += half * curvature[i] * ((2 * size * r) + (r * r));
        }

        AddPart(block, sum, carried + SumError(on.Length, sum), slopes.Span, static () => null);
    }

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab slopes = _memory.Doubles(on.Length);
        double factor = (_inNorm ? 1.0 : 0.5) * scale;
        double sum = 0, radius = 0;
        for (int i = 0; i < on.Length; i++)
        {
            (double product, double error) = CheckedBlock.Row(matrix.Storage.Slice(i * matrix.Stride, on.Length), block);
            double x = block.Values[i], term = factor * x * product;
            slopes.Span[i] = 2 * factor * product;
            sum += term;
            radius += (factor * ((Math.Abs(x) * error) + (block.Radii[i] * (Math.Abs(product) + error)))) + (4 * CheckedBlock.Rounding * (Math.Abs(term) + Math.Abs(sum)));
        }

        AddPart(block, sum, radius, slopes.Span, static () => null);
    }

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab slopes = _memory.Doubles(on.Length);
        double sum = 0, carried = 0;
        for (int i = 0; i < on.Length; i++)
        {
            double x = block.Values[i], size = Math.Abs(x), value = coefficient[i] * Math.Pow(size, exponent), most = coefficient[i] * Math.Pow(size + block.Radii[i], exponent);
            slopes.Span[i] = size > 0 ? exponent * value / x : 0;
            sum += value;
            carried += most - value + (LibraryUnits * CheckedBlock.Rounding * most);
        }

        AddPart(block, sum, carried + SumError(on.Length, sum), slopes.Span, static () => null);
    }

    public override void Log(Block on, ReadOnlySpan<double> weight)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        Slab slopes = _memory.Doubles(on.Length);
        double sum = 0, size = 0;
        for (int i = 0; i < on.Length; i++)
        {
            if (weight[i] == 0) continue;
            double least = block.Values[i] - block.Radii[i], log = least > 0 ? Math.Log(least) : double.NegativeInfinity;
            slopes.Span[i] = -weight[i] / least;
            sum -= weight[i] * log;
            size += Math.Abs(weight[i] * log);
        }

        AddPart(block, sum, (LibraryUnits * CheckedBlock.Rounding * size) + SumError(on.Length, size), slopes.Span, static () => null);
    }
}
