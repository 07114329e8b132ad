namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Verifies that a solution's values, read as a direction, run away: along it the objective falls at a constant rate, no curvature or kink stops it,
/// and every bound, row, budget and norm stays satisfied for ever.
/// </summary>
internal static class UnboundednessProof
{
    private const double Tolerance = 1e-7;

    internal static bool Holds(StructuredProgram program, Solution direction)
    {
        double largest = 0;
        foreach (double x in direction.Columns.Values)
            largest = Math.Max(largest, Math.Abs(x));
        if (!(largest > 1e3) || !double.IsFinite(largest))
            return false;
        double[][] ray = Ray(program, direction, 1 / largest);
        foreach (BoundEntry bound in program.Bounds)
            for (int i = 0; i < bound.Lower.Length; i++)
            {
                double d = ray[program.Base(bound.On).Id][i];
                if ((double.IsFinite(bound.Lower[i]) && d < -Tolerance) || (double.IsFinite(bound.Upper[i]) && d > Tolerance))
                    return false;
            }

        if (program.FlowCount > 0 && !FlowsMayRun(program, ray))
            return false;
        double rate = 0;
        var budgets = new double[program.BudgetCount];
        foreach (FunctionEntry entry in program.Functions)
        {
            double growth = Growth(entry, ray[program.Base(entry.On).Id]);
            if (entry.Norm >= 0 && growth > Tolerance)
                return false;
            rate += entry.Weight == 0 ? 0 : entry.Weight * growth;
            if (entry.Budget >= 0)
                budgets[entry.Budget] += entry.BudgetWeight * growth;
        }

        foreach (double growth in budgets)
            if (growth > Tolerance)
                return false;
        return rate < -10 * Tolerance;
    }

    /// <summary>The direction of every block, images recomputed.</summary>
    private static double[][] Ray(StructuredProgram program, Solution direction, double scale)
    {
        var ray = new double[program.Blocks.Count][];
        foreach (ProgramBlock block in program.Blocks)
        {
            ray[block.Id] = new double[block.Length];
            if (block.Kind is BlockKind.Variables or BlockKind.Flows)
            {
                ReadOnlySpan<double> values = direction.Values(block);
                for (int i = 0; i < values.Length; i++)
                    ray[block.Id][i] = Math.Abs(values[i] * scale) < Tolerance ? 0 : values[i] * scale;
            }
            else if (block.Kind == BlockKind.Image)
            {
                var part = new double[block.Length];
                foreach (ImagePart summand in block.Parts)
                {
                    summand.Map.Apply(ray[summand.Of.Id], part);
                    for (int i = 0; i < part.Length; i++)
                        ray[block.Id][i] += part[i];
                }
            }
        }

        return ray;
    }

    private static bool FlowsMayRun(StructuredProgram program, double[][] ray)
    {
        foreach (ProgramBlock flows in program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            double[] into = ray[program.Base(program.Blocks[flows.BaseId].Handle).Id];
            for (int f = 0; f < flows.Length;)
            {
                int i = flows.Coordinate[f];
                double sum = 0;
                for (; f < flows.Length && flows.Coordinate[f] == i; f++)
                {
                    double d = ray[flows.Id][f];
                    if (d < -Tolerance || (d > Tolerance && double.IsFinite(flows.Upper[f])))
                        return false;
                    sum += flows.Sign[f] * d;
                }

                if (Math.Abs(sum - into[i]) > 10 * Tolerance)
                    return false;
            }
        }

        return true;
    }

    /// <summary>Rate of change at infinity along the direction; infinite where curvature stops it.</summary>
    private static double Growth(FunctionEntry entry, double[] d)
    {
        double rate = 0;
        if (entry.Kind == FunctionKind.Covariance)
        {
            var product = new double[d.Length];
            entry.Matrix!.Apply(d, product);
            double form = 0;
            for (int i = 0; i < d.Length; i++)
                form += d[i] * product[i];
            return form * entry.Scalar > Tolerance * Tolerance ? double.PositiveInfinity : 0;
        }

        for (int i = 0; i < d.Length; i++)
        {
            if (d[i] == 0)
                continue;
            double slope = FunctionMath.SlopeAtInfinity(entry, i, d[i] > 0);
            if (double.IsInfinity(slope))
            {
                if (Math.Abs(d[i]) > Tolerance)
                    return double.PositiveInfinity;
                continue;
            }

            rate += slope * d[i];
        }

        return rate;
    }
}
