namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Minimises a sum of separable functions and a slope over the bounds of one coordinate, by bisection on the derivative: slow, plain and safe.
/// </summary>
internal sealed class CoordinateMinimum(StructuredProgram program)
{
    private readonly List<(FunctionEntry Entry, double[] Origin, double Weight)> _functions = [];

    /// <summary>Sum over all blocks so far of what was taken out times the coordinate's size: how much of the gap hides in slopes that nothing holds.</summary>
    internal double Unheld { get; private set; }

    /// <summary>Sum over all blocks so far of the sizes of the slopes' terms times the minimiser, and of the functions' values there; where sizes are given.</summary>
    internal double Terms { get; private set; }

    /// <summary>The largest slope so far that was taken out, as a share of the sizes of its terms; where sizes are given.</summary>
    internal double Left { get; private set; }

    /// <summary>Forgets what was summed up over the blocks so far.</summary>
    internal void Begin() => Unheld = Terms = Left = 0;

    /// <summary>
    /// The sum of the minima over a block. Where neither a bound nor curvature stops a fall, the falling slope is taken out and counted as
    /// <paramref name="residual"/>.
    /// </summary>
    internal double OfBlock(
        ProgramBlock block, Solution solution, ReadOnlySpan<double> slopes, ReadOnlySpan<double> near, bool objectiveCounts, ref double residual, ReadOnlySpan<double> sizes = default)
    {
        Collect(block, solution, objectiveCounts);
        double total = 0;
        for (int i = 0; i < block.Length; i++)
        {
            (double lower, double upper) = Room(block, i, objectiveCounts);
            (double x, double slope) = Minimiser(i, slopes[i], lower, upper, near[i], out double takenOut);
            total += Value(i, slope, x);
            residual = Math.Max(residual, takenOut);
            Unheld += takenOut * Math.Abs(near[i]);
            if (sizes.Length == 0)
                continue;
            Terms += (sizes[i] * Math.Abs(x)) + Math.Abs(Value(i, slope: 0, x));
            if (takenOut > 0)
                Left = Math.Max(Left, takenOut / (sizes[i] + takenOut));
        }

        return total;
    }

    /// <summary>Of the collected block, without the objective: what its bounds take up of the slope where the coordinate's Lagrangian is least.</summary>
    internal (double Lower, double Upper) BoundDuals(ProgramBlock block, int i, double slope, double near)
    {
        (double lower, double upper) = Room(block, i, objectiveCounts: false);
        (double x, double held) = Minimiser(i, slope, lower, upper, near, out _);
        return (x == lower ? Math.Max(0, Derivative(i, held, x, fromRight: true)) : 0, x == upper ? Math.Max(0, -Derivative(i, held, x, fromRight: false)) : 0);
    }

    /// <summary>The functions of a block with their weights in the Lagrangian; what follows speaks of it.</summary>
    internal void Collect(ProgramBlock block, Solution solution, bool objectiveCounts)
    {
        _functions.Clear();
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Kind == FunctionKind.Covariance || program.Base(entry.On).Id != block.Id)
                continue;
            double weight = objectiveCounts ? entry.Weight : 0;
            if (entry.Budget >= 0)
                weight += Math.Max(0, solution.BudgetPrices[entry.Budget]) * entry.BudgetWeight;
            if (entry.Norm >= 0)
                weight = program.Norms[entry.Norm].RadiusBlock is null
                    ? 0.5 * Math.Max(0, solution.NormPrices[entry.Norm]) / program.Norms[entry.Norm].Radius
                    : 0;
            if (weight != 0)
                _functions.Add((entry, program[entry.On].Origin, weight));
        }
    }

    internal (double Lower, double Upper) Range(ProgramBlock block, int i)
    {
        double lower = block.Kind == BlockKind.Flows ? 0 : double.NegativeInfinity;
        double upper = block.Kind == BlockKind.Flows ? block.Upper[i] : double.PositiveInfinity;
        foreach (BoundEntry bound in program.Bounds)
        {
            if (program.Base(bound.On).Id != block.Id)
                continue;
            double[] origin = program[bound.On].Origin;
            double shift = origin.Length == 0 ? 0 : origin[i];
            lower = Math.Max(lower, bound.Lower[i] + shift);
            upper = Math.Min(upper, bound.Upper[i] + shift);
        }

        return (lower, upper);
    }

    /// <summary>What neither a bound nor curvature holds of a slope without the objective's functions, of the collected block; zero where all of it is held.</summary>
    internal double LeftOf(ProgramBlock block, int i, double slope)
    {
        (double lower, double upper) = Room(block, i, objectiveCounts: false);
        return LeftOf(i, slope, lower, upper);
    }

    private (double Lower, double Upper) Room(ProgramBlock block, int i, bool objectiveCounts)
    {
        (double lower, double upper) = Range(block, i);
        if (!objectiveCounts)
            lower = Math.Max(lower, Domain(block, i));
        return (lower, Math.Max(lower, upper));
    }

    private double LeftOf(int i, double slope, double lower, double upper)
    {
        double atMinus = slope, atPlus = slope;
        foreach ((FunctionEntry entry, _, double weight) in _functions)
        {
            atMinus += weight * FunctionMath.SlopeAtInfinity(entry, i, plus: false);
            atPlus += weight * FunctionMath.SlopeAtInfinity(entry, i, plus: true);
        }

        return double.IsNegativeInfinity(lower) && atMinus > 0 ? atMinus : double.IsPositiveInfinity(upper) && atPlus < 0 ? atPlus : 0;
    }

    /// <summary>Where the logs of the objective begin: no point below is feasible, whether or not their values count.</summary>
    private double Domain(ProgramBlock block, int i)
    {
        double lowest = double.NegativeInfinity;
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Kind != FunctionKind.Log || program.Base(entry.On).Id != block.Id || entry.Weight * entry.First[i] == 0)
                continue;
            double[] origin = program[entry.On].Origin;
            lowest = Math.Max(lowest, origin.Length == 0 ? 0 : origin[i]);
        }

        return lowest;
    }

    /// <summary>Where the coordinate's functions and slope are least, and the slope without what nothing would hold.</summary>
    private (double X, double Slope) Minimiser(int i, double slope, double lower, double upper, double near, out double takenOut)
    {
        double unheld = LeftOf(i, slope, lower, upper);
        takenOut = Math.Abs(unheld);
        slope -= unheld;
        double x = Math.Clamp(near, lower, upper);
        double a = double.IsFinite(lower) ? lower : Expand(i, slope, x, -1, upper);
        double b = double.IsFinite(upper) ? upper : Expand(i, slope, x, +1, lower);
        if (Derivative(i, slope, a, fromRight: true) >= 0)
            return (a, slope);
        if (Derivative(i, slope, b, fromRight: false) <= 0)
            return (b, slope);
        (a, b) = Narrow(i, slope, a, b, x);
        return (Bisect(i, slope, a, b), slope);
    }

    /// <summary>The answer is usually a hair from the minimiser: grows a bracket around it before the whole range is halved.</summary>
    private (double A, double B) Narrow(int i, double slope, double a, double b, double near)
    {
        if (near <= a || near >= b)
            return (a, b);
        bool falls = Derivative(i, slope, near, fromRight: true) < 0;
        for (double width = 1e-9 * (1e-3 + Math.Abs(near)); near - width > a && near + width < b; width *= 32)
        {
            double end = falls ? near + width : near - width;
            if (Derivative(i, slope, end, fromRight: true) < 0 != falls)
                return falls ? (near, end) : (end, near);
        }

        return falls ? (near, b) : (a, near);
    }

    /// <summary>Walks outwards until the derivative no longer points further out (or is flat to the rounding of its terms).</summary>
    private double Expand(int i, double slope, double from, int direction, double otherEnd)
    {
        double width = Math.Max(1e-3, Math.Abs(from) * 1e-3);
        double x = from;
        for (int doubling = 0; doubling < 60; doubling++, width *= 4)
        {
            x = from + (direction * width);
            double g = Derivative(i, slope, x, direction > 0);
            if (direction * g >= -1e-13 * Sizes(i, slope, x, direction > 0))
                return x;
        }

        return direction > 0 ? Math.Max(x, otherEnd) : Math.Min(x, otherEnd);
    }

    private double Bisect(int i, double slope, double a, double b)
    {
        for (int step = 0; step < 200 && b - a > 1e-13 * (1e-3 + Math.Max(Math.Abs(a), Math.Abs(b))); step++)
        {
            double middle = 0.5 * (a + b);
            if (Derivative(i, slope, middle, fromRight: true) < 0)
                a = middle;
            else
                b = middle;
        }

        return 0.5 * (a + b);
    }

    internal double Derivative(int i, double slope, double x, bool fromRight)
    {
        double sum = slope;
        foreach ((FunctionEntry entry, double[] origin, double weight) in _functions)
            sum += weight * FunctionMath.Slope(entry, i, origin.Length == 0 ? x : x - origin[i], fromRight);
        return sum;
    }

    /// <summary>Sum of the sizes of the derivative's terms: what its rounding is relative to.</summary>
    private double Sizes(int i, double slope, double x, bool fromRight)
    {
        double sum = Math.Abs(slope);
        foreach ((FunctionEntry entry, double[] origin, double weight) in _functions)
            sum += Math.Abs(weight * FunctionMath.Slope(entry, i, origin.Length == 0 ? x : x - origin[i], fromRight));
        return sum;
    }

    internal double Value(int i, double slope, double x)
    {
        double sum = slope * x;
        foreach ((FunctionEntry entry, double[] origin, double weight) in _functions)
            sum += weight * FunctionMath.Value(entry, i, origin.Length == 0 ? x : x - origin[i]);
        return sum;
    }
}
