using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>The function words inside a limit: value, bound on its error, and where it is piecewise linear how to compute it without rounding. Costs are not read.</content>
internal sealed partial class CheckingWriter
{
    /// <summary>Units of rounding that a library's power or logarithm may be off by.</summary>
    private const double LibraryUnits = 16;

    private void AddPart(double value, double radius, Func<ExactNumber?> exact)
    {
        _sum += value;
        // the radius is computed in doubles too: a millionth more covers that
        _sumRadius += (1.000001 * radius) + (2 * CheckedBlock.Rounding * (Math.Abs(value) + Math.Abs(_sum)));
        _exactParts.Add(exact);
    }

    public override void Linear(Block on, ReadOnlySpan<double> slope)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        double[] kept = slope.ToArray();
        (double value, double radius) = CheckedBlock.Row(kept, block);
        AddPart(value, radius, () => CheckedBlock.ExactRow(kept, block));
    }

    public override void Kinked(Block on, Kink kink)
    {
        if (!_inAtMost) return;
        double[] at = kink.At.ToArray(), below = kink.SlopeBelow.ToArray(), above = kink.SlopeAbove.ToArray();
        CheckedBlock block = _blocks[on.Id];
        for (int i = 0; i < on.Length; i++)
        {
            if (below[i] == 0 && above[i] == 0) continue;
            double distance = block.Values[i] - at[i], steepest = Math.Max(Math.Abs(below[i]), Math.Abs(above[i]));
            double value = distance * (distance < 0 ? below[i] : above[i]);
            int coordinate = i;
            AddPart(value, steepest * (block.Radii[i] + (4 * CheckedBlock.Rounding * (Math.Abs(at[i]) + Math.Abs(distance)))), () => ExactKink(on, block, coordinate, at[coordinate], below[coordinate], above[coordinate]));
        }
    }

    private ExactNumber? ExactKink(Block on, CheckedBlock block, int i, double at, double below, double above)
    {
        if (block.Exact(i) is not { } x) return null;
        ExactNumber distance = x - Money(on, i, at);
        return distance * ExactNumber.Of(distance.Sign < 0 ? below : above);
    }

    public override void Pieces(Block on, ConvexPieces pieces)
    {
        if (!_inAtMost) return;
        double[] first = pieces.FirstSlope.ToArray(), breaks = pieces.Breaks.ToArray(), steps = pieces.SlopeStep.ToArray();
        int[] start = pieces.Start.ToArray();
        CheckedBlock block = _blocks[on.Id];
        for (int i = 0; i < on.Length; i++)
        {
            double x = block.Values[i], value = first[i] * x, steepest = Math.Abs(first[i]), size = Math.Abs(value);
            for (int q = start[i]; q < start[i + 1]; q++)
            {
                value += steps[q] * (Math.Max(0, x - breaks[q]) - Math.Max(0, -breaks[q]));
                steepest += Math.Abs(steps[q]);
                size += Math.Abs(steps[q]) * (Math.Abs(x) + (2 * Math.Abs(breaks[q])));
            }

            int coordinate = i;
            AddPart(value, (steepest * block.Radii[i]) + ((start[i + 1] - start[i] + 4) * CheckedBlock.Rounding * size), () => ExactPieces(block, coordinate, first, breaks, steps, start));
        }
    }

    private ExactNumber? ExactPieces(CheckedBlock block, int i, double[] first, double[] breaks, double[] steps, int[] start)
    {
        if (block.Exact(i) is not { } x) return null;
        ExactNumber sum = x * ExactNumber.Of(first[i]);
        for (int q = start[i]; q < start[i + 1]; q++)
        {
            ExactNumber at = ExactNumber.Of(breaks[q]) * _accountValue;
            sum += ExactNumber.Of(steps[q]) * (Positive(x - at) - Positive(-at));
        }

        return sum;
    }

    private static ExactNumber Positive(ExactNumber x) => x.Sign > 0 ? x : ExactNumber.Zero;

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature)
    {
        if (!_inAtMost) return;
        double half = _inNorm ? 1.0 : 0.5;
        CheckedBlock block = _blocks[on.Id];
        for (int i = 0; i < on.Length; i++)
        {
            double x = Math.Abs(block.Values[i]), r = block.Radii[i], value = half * curvature[i] * x * x;
            AddPart(value, (half * curvature[i] * ((2 * x * r) + (r * r))) + (4 * CheckedBlock.Rounding * value), () => null);
        }
    }

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        double factor = (_inNorm ? 1.0 : 0.5) * scale;
        double sum = 0, radius = 0;
        for (int i = 0; i < on.Length; i++)
        {
            (double product, double error) = CheckedBlock.Row(matrix.Storage.Slice(i * matrix.Stride, on.Length), block);
            double x = block.Values[i], term = factor * x * product;
            sum += term;
            radius += (factor * ((Math.Abs(x) * error) + (block.Radii[i] * (Math.Abs(product) + error)))) + (4 * CheckedBlock.Rounding * (Math.Abs(term) + Math.Abs(sum)));
        }

        AddPart(sum, radius, () => null);
    }

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        for (int i = 0; i < on.Length; i++)
        {
            double size = Math.Abs(block.Values[i]), value = coefficient[i] * Math.Pow(size, exponent), most = coefficient[i] * Math.Pow(size + block.Radii[i], exponent);
            AddPart(value, most - value + (LibraryUnits * CheckedBlock.Rounding * most), () => null);
        }
    }

    public override void Log(Block on, ReadOnlySpan<double> weight)
    {
        if (!_inAtMost) return;
        CheckedBlock block = _blocks[on.Id];
        for (int i = 0; i < on.Length; i++)
        {
            if (weight[i] == 0) continue;
            double least = block.Values[i] - block.Radii[i], log = least > 0 ? Math.Log(least) : double.NegativeInfinity;
            AddPart(-weight[i] * log, LibraryUnits * CheckedBlock.Rounding * Math.Abs(weight[i] * log), () => null);
        }
    }
}
