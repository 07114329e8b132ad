namespace Rebalancing.Solvers.Certificates;

/// <summary>Linear functions that lie below the terms that tie coordinates together, touching them at a given point.</summary>
internal sealed class Tangents(StructuredProgram program, RecomputedPoint point)
{
    private double[] _scratch = [];

    /// <summary>s/2 v'Sv &gt;= s (v0'S) v - s/2 v0'S v0 with v = x - origin; adds the slopes, returns the constant.</summary>
    internal double AddCovariances(Solution solution, BlockNumbers slopes, bool objectiveCounts)
    {
        double constant = 0;
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Kind != FunctionKind.Covariance)
                continue;
            double weight = (objectiveCounts ? entry.Weight : 0) + (entry.Budget >= 0 ? Math.Max(0, solution.BudgetPrices[entry.Budget]) * entry.BudgetWeight : 0);
            if (entry.Norm >= 0)
                weight = program.Norms[entry.Norm].RadiusBlock is null ? Math.Max(0, solution.NormPrices[entry.Norm]) / program.Norms[entry.Norm].Radius : 0;
            if (weight != 0)
                constant += AddForm(entry, weight, slopes);
        }

        return constant;
    }

    /// <summary>
    /// A constant radius: price (sum q x^2 - r^2)/(2r); the squares are left to the coordinates, the constant is returned.
    /// A variable radius t: price (|x| - t) with price |x| replaced by d'Q x from below, d the multipliers' direction, or the point's own where there is none.
    /// </summary>
    internal double AddNorms(Solution solution, BlockNumbers slopes)
    {
        double constant = 0;
        for (int k = 0; k < program.NormCount; k++)
        {
            double price = Math.Max(0, solution.NormPrices[k]);
            NormEntry norm = program.Norms[k];
            if (norm.RadiusBlock is not { } radius)
            {
                constant -= 0.5 * price * norm.Radius;
                continue;
            }

            slopes[radius][0] -= price;
            if (price > 0)
                constant += AddNorm(k, price, solution, slopes);
        }

        return constant;
    }

    /// <summary>The direction, shortened to length price where it is longer: |x| price is never below d'Q x then.</summary>
    private double AddNorm(int k, double price, Solution solution, BlockNumbers slopes)
    {
        double given = LengthOfDirection(k, solution);
        double own = given > 0 ? 0 : Math.Sqrt(Math.Max(0, point.NormSquared(k)));
        if (given == 0 && own == 0)
            return 0;
        double scale = given > 0 ? Math.Min(1, price / given) : price / own;
        double constant = 0;
        for (int e = 0; e < program.Functions.Count; e++)
            if (program.Functions[e].Norm == k)
                constant += AddNormSlope(program.Functions[e], given > 0 ? solution.NormDirections[e] : point.Values(program[program.Functions[e].On]), scale, slopes);
        return constant;
    }

    private double LengthOfDirection(int k, Solution solution)
    {
        double sum = 0;
        for (int e = 0; e < program.Functions.Count; e++)
        {
            FunctionEntry entry = program.Functions[e];
            if (entry.Norm != k)
                continue;
            double[] direction = solution.NormDirections[e];
            Span<double> product = Weighted(entry, direction);
            for (int i = 0; i < product.Length; i++)
                sum += direction[i] * product[i];
        }

        return Math.Sqrt(Math.Max(0, sum));
    }

    /// <summary>Adds weight * S v0 to the slopes of the base block; returns weight * (-1/2 v0'S v0 - (S v0)'origin).</summary>
    private double AddForm(FunctionEntry entry, double weight, BlockNumbers slopes)
    {
        ReadOnlySpan<double> v = point.Values(program[entry.On]);
        Span<double> gradient = Scratch(v.Length), slope = slopes[program.Base(entry.On)];
        entry.Matrix!.Apply(v, gradient);
        double[] origin = program[entry.On].Origin;
        double constant = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            double g = weight * entry.Scalar * gradient[i];
            slope[i] += g;
            constant -= (0.5 * g * v[i]) + (origin.Length == 0 ? 0 : g * origin[i]);
        }

        return constant;
    }

    /// <summary>Adds scale * Q d to the slopes of the base block; returns scale * -(Q d)'origin.</summary>
    private double AddNormSlope(FunctionEntry entry, ReadOnlySpan<double> direction, double scale, BlockNumbers slopes)
    {
        Span<double> product = Weighted(entry, direction), slope = slopes[program.Base(entry.On)];
        double[] origin = program[entry.On].Origin;
        double constant = 0;
        for (int i = 0; i < product.Length; i++)
        {
            slope[i] += scale * product[i];
            constant -= origin.Length == 0 ? 0 : scale * product[i] * origin[i];
        }

        return constant;
    }

    /// <summary>Q d, valid until the next call.</summary>
    private Span<double> Weighted(FunctionEntry entry, ReadOnlySpan<double> direction)
    {
        Span<double> product = Scratch(direction.Length);
        if (entry.Kind == FunctionKind.Covariance)
            entry.Matrix!.Apply(direction, product);
        for (int i = 0; i < product.Length; i++)
            product[i] = entry.Kind == FunctionKind.Covariance ? entry.Scalar * product[i] : entry.First[i] * direction[i];
        return product;
    }

    private Span<double> Scratch(int length)
    {
        if (_scratch.Length < length)
            _scratch = new double[length];
        return _scratch.AsSpan(0, length);
    }
}
