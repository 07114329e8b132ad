namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// Contradictions that show without a solve: two bounds on one coordinate, a row that its coordinates' bounds cannot bring inside its own, a budget that is
/// exceeded by the least its functions can be worth inside the bounds. It finds some contradictions, never one that is not there.
/// </summary>
internal sealed class BoundArithmetic(StructuredProgram program)
{
    private const double Rounding = 1e-7;

    private readonly CoordinateRange[][] _ranges = new CoordinateRange[program.Blocks.Count][];

    /// <summary>Owners that contradict one another, ascending, each once; null when nothing shows.</summary>
    internal int[]? FindContradiction()
    {
        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind is BlockKind.Offset or BlockKind.Flows)
                continue;
            var own = new CoordinateRange[block.Length];
            Array.Fill(own, CoordinateRange.All);
            foreach (BoundEntry bound in program.Bounds)
                if (program.Base(bound.On).Id == block.Id)
                    Tighten(own, bound);
            _ranges[block.Id] = own;
            for (int i = 0; i < own.Length; i++)
                if (own[i].Lower > own[i].Upper + Rounding)
                    return Distinct([own[i].LowerOwner, own[i].UpperOwner]);
            if (block.Kind == BlockKind.Image && OfRows(block, own) is { } owners)
                return owners;
        }

        for (int k = 0; k < program.BudgetCount; k++)
            if (OfBudget(k) is { } owners)
                return owners;
        return null;
    }

    private void Tighten(CoordinateRange[] ranges, BoundEntry bound)
    {
        double[] origin = program[bound.On].Origin;
        for (int i = 0; i < ranges.Length; i++)
        {
            double shift = origin.Length == 0 ? 0 : origin[i];
            if (bound.Lower[i] + shift > ranges[i].Lower)
                ranges[i] = ranges[i] with { Lower = bound.Lower[i] + shift, LowerOwner = bound.Owner };
            if (bound.Upper[i] + shift < ranges[i].Upper)
                ranges[i] = ranges[i] with { Upper = bound.Upper[i] + shift, UpperOwner = bound.Owner };
        }
    }

    /// <summary>What each row can reach, against what it must; rows without bounds of their own get what they can reach.</summary>
    private int[]? OfRows(ProgramBlock image, CoordinateRange[] own)
    {
        for (int r = 0; r < image.Length; r++)
        {
            if (double.IsInfinity(own[r].Lower) && double.IsInfinity(own[r].Upper))
                continue;
            (double least, HashSet<int> leastOwners) = Reach(image, r, +1);
            if (least > own[r].Upper + (Rounding * (1 + Math.Abs(least))))
                return Distinct([.. leastOwners, own[r].UpperOwner]);
            (double most, HashSet<int> mostOwners) = Reach(image, r, -1);
            if (-most < own[r].Lower - (Rounding * (1 + Math.Abs(most))))
                return Distinct([.. mostOwners, own[r].LowerOwner]);
        }

        return null;
    }

    /// <summary>Least value of sign times the row over the bounds of its coordinates, and who wrote the bounds that hold it there.</summary>
    private (double Least, HashSet<int> Owners) Reach(ProgramBlock image, int row, int sign)
    {
        double sum = 0;
        HashSet<int> owners = [];
        foreach (ImagePart part in image.Parts)
        {
            var coefficients = new double[part.Map.Columns];
            part.Map.CopyRow(row, coefficients);
            CoordinateRange[] ranges = _ranges[part.Of.Id] ?? throw new InvalidOperationException("an image precedes what it is an image of");
            for (int i = 0; i < coefficients.Length; i++)
            {
                double a = sign * coefficients[i];
                if (a == 0)
                    continue;
                sum += a > 0 ? a * ranges[i].Lower : a * ranges[i].Upper;
                owners.Add(a > 0 ? ranges[i].LowerOwner : ranges[i].UpperOwner);
                if (double.IsInfinity(sum))
                    return (double.NegativeInfinity, owners);
            }
        }

        return (sum, owners);
    }

    /// <summary>The least each charged function can be worth inside its coordinates' bounds, one by one.</summary>
    private int[]? OfBudget(int budget)
    {
        double sum = 0;
        HashSet<int> owners = [program.Budgets[budget].Owner];
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Budget != budget || entry.BudgetWeight == 0)
                continue;
            if (entry.Kind == FunctionKind.Covariance)
                continue;
            if (_ranges[program.Base(entry.On).Id] is not { } ranges)
                return null;
            double[] origin = program[entry.On].Origin;
            for (int i = 0; i < ranges.Length; i++)
            {
                double shift = origin.Length == 0 ? 0 : origin[i];
                double x = Minimiser(entry, i, ranges[i].Lower - shift, ranges[i].Upper - shift);
                if (!double.IsFinite(x))
                    return null;
                sum += entry.BudgetWeight * FunctionMath.Value(entry, i, x);
                if (x == ranges[i].Lower - shift && FunctionMath.Slope(entry, i, x, fromRight: true) > 0)
                    owners.Add(ranges[i].LowerOwner);
                else if (x == ranges[i].Upper - shift && FunctionMath.Slope(entry, i, x, fromRight: false) < 0)
                    owners.Add(ranges[i].UpperOwner);
            }
        }

        return sum > program.Budgets[budget].Limit + (Rounding * (1 + Math.Abs(sum))) ? Distinct(owners) : null;
    }

    /// <summary>Where a function of one coordinate is least on a range; not finite where it falls without end.</summary>
    private static double Minimiser(FunctionEntry entry, int i, double lower, double upper)
    {
        if (FunctionMath.SlopeAtInfinity(entry, i, plus: false) > 0 && double.IsInfinity(lower))
            return double.NegativeInfinity;
        if (FunctionMath.SlopeAtInfinity(entry, i, plus: true) < 0 && double.IsInfinity(upper))
            return double.PositiveInfinity;
        double a = double.IsInfinity(lower) ? Math.Min(-1e6, upper - 1) : lower, b = double.IsInfinity(upper) ? Math.Max(1e6, lower + 1) : upper;
        if (!(a < b) || FunctionMath.Slope(entry, i, a, fromRight: true) >= 0)
            return a;
        if (FunctionMath.Slope(entry, i, b, fromRight: false) <= 0)
            return b;
        for (int step = 0; step < 200 && b - a > 1e-13 * (1e-3 + Math.Max(Math.Abs(a), Math.Abs(b))); step++)
        {
            double middle = 0.5 * (a + b);
            if (FunctionMath.Slope(entry, i, middle, fromRight: true) < 0)
                a = middle;
            else
                b = middle;
        }

        // a convex function's chord: the smaller end is within rounding of the least
        return FunctionMath.Value(entry, i, a) < FunctionMath.Value(entry, i, b) ? a : b;
    }

    private static int[] Distinct(IEnumerable<int> owners) => [.. owners.Where(owner => owner >= 0).Distinct().Order()];

    /// <summary>The tightest bounds of one coordinate and who wrote them.</summary>
    private readonly record struct CoordinateRange(double Lower, double Upper, int LowerOwner, int UpperOwner)
    {
        internal static CoordinateRange All { get; } = new(double.NegativeInfinity, double.PositiveInfinity, -1, -1);
    }
}
