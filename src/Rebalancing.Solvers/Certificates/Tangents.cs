namespace Rebalancing.Solvers.Certificates;

/// <summary>Linear functions that lie below the terms that tie coordinates together, touching them at a given point.</summary>
internal sealed class Tangents(StructuredProgram program, RecomputedPoint point)
{
    /// <summary>s/2 v'Sv &gt;= s (v0'S) v - s/2 v0'S v0 with v = x - origin; adds the slopes, returns the constant.</summary>
    internal double AddCovariances(Solution solution, double[][] slopes, bool objectiveCounts)
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
    /// A variable radius t: price (||x|| - t) with ||x|| replaced by its tangent.
    /// </summary>
    internal double AddNorms(Solution solution, double[][] slopes)
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

            slopes[radius.Id][0] -= price;
            double length = Math.Sqrt(Math.Max(0, point.NormSquared(k)));
            if (length == 0 || price == 0)
                continue;
            foreach (FunctionEntry entry in program.Functions)
                if (entry.Norm == k)
                    constant += AddNormTangent(entry, price / length, slopes);
        }

        return constant;
    }

    /// <summary>Adds weight * S v0 to the slopes of the base block; returns weight * (-1/2 v0'S v0 - (S v0)'origin).</summary>
    private double AddForm(FunctionEntry entry, double weight, double[][] slopes)
    {
        ReadOnlySpan<double> v = point.Values(program[entry.On]);
        var gradient = new double[v.Length];
        entry.Matrix!.Apply(v, gradient);
        double[] slope = slopes[program.Base(entry.On).Id];
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

    /// <summary>||v|| &gt;= (Q v0)'v / ||v0||: this entry's share.</summary>
    private double AddNormTangent(FunctionEntry entry, double scale, double[][] slopes)
    {
        ReadOnlySpan<double> v = point.Values(program[entry.On]);
        var gradient = new double[v.Length];
        if (entry.Kind == FunctionKind.Covariance)
            entry.Matrix!.Apply(v, gradient);
        double[] slope = slopes[program.Base(entry.On).Id];
        double[] origin = program[entry.On].Origin;
        double constant = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            double g = scale * (entry.Kind == FunctionKind.Covariance ? entry.Scalar * gradient[i] : entry.First[i] * v[i]);
            slope[i] += g;
            constant -= origin.Length == 0 ? 0 : g * origin[i];
        }

        return constant;
    }
}
