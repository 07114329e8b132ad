namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Recomputes what an answer is worth from the program's entries: the objective and violations from columns and flows alone, and a lower bound
/// from the multipliers alone. It uses no result of an engine but these numbers, and no code of one.
/// </summary>
/// <remarks>
/// The bound is the Lagrangian minimised one coordinate at a time. Where a term ties coordinates together it is replaced from below first:
/// a covariance by its tangent at the answer, a norm with a variable radius by its tangent, a norm with a constant radius r by (sum q x^2 - r^2) / 2r.
/// </remarks>
internal sealed class CertificateChecker
{
    private readonly StructuredProgram _program;

    internal CertificateChecker(StructuredProgram program) => _program = program;

    /// <summary>Of the last check: the slopes that no bound or curvature holds, each times the size of its coordinate.</summary>
    internal double Unheld { get; private set; }

    /// <summary>The certificate of the solution's columns, flows and multipliers.</summary>
    internal Certificate Check(Solution solution)
    {
        var point = new RecomputedPoint(_program, solution);
        Violation violation = point.LargestViolation();
        (double bound, double dualResidual) = LowerBound(solution, point, objectiveCounts: true);
        return new Certificate(point.Objective(), bound, violation.Absolute, violation.Relative, dualResidual);
    }

    /// <summary>
    /// Whether the multipliers alone prove that no point is feasible: the Lagrangian without the objective stays above zero everywhere.
    /// Returns by how much, per unit of the largest multiplier; a proof needs it to be positive beyond rounding and the residual to vanish.
    /// </summary>
    internal (double Margin, double Residual) InfeasibilityMargin(Solution multipliers)
    {
        var point = new RecomputedPoint(_program, multipliers);
        return LowerBound(multipliers, point, objectiveCounts: false);
    }

    /// <summary>Slopes of the Lagrangian on every block without the prices of the networks, which are left to who minimises over a coordinate and its flows together.</summary>
    internal double[][] SlopesWithoutNetworks(Solution solution)
    {
        double[][] slopes = NewSlopes();
        AddImagePrices(solution, slopes);
        var tangents = new Tangents(_program, new RecomputedPoint(_program, solution));
        tangents.AddCovariances(solution, slopes, objectiveCounts: true);
        tangents.AddNorms(solution, slopes);
        return slopes;
    }

    private double[][] NewSlopes()
    {
        double[][] slopes = new double[_program.Blocks.Count][];
        foreach (ProgramBlock block in _program.Blocks)
            slopes[block.Id] = block.Kind == BlockKind.Offset ? [] : new double[block.Length];
        return slopes;
    }

    private (double Bound, double DualResidual) LowerBound(Solution solution, RecomputedPoint point, bool objectiveCounts)
    {
        double[][] slopes = NewSlopes();
        double constant = AddImagePrices(solution, slopes) + AddNetworkPrices(solution, slopes);
        for (int k = 0; k < _program.BudgetCount; k++)
            constant -= Math.Max(0, solution.BudgetPrices[k]) * _program.Budgets[k].Limit;
        var tangents = new Tangents(_program, point);
        constant += tangents.AddCovariances(solution, slopes, objectiveCounts);
        constant += tangents.AddNorms(solution, slopes);

        double bound = constant;
        double residual = 0;
        var minimum = new CoordinateMinimum(_program);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                bound += minimum.OfBlock(block, solution, slopes[block.Id], point.Values(block), objectiveCounts, ref residual);
        Unheld = minimum.Unheld;
        return (bound, residual);
    }

    /// <summary>prices'(M x - y): slopes on the arguments and on the image.</summary>
    private double AddImagePrices(Solution solution, double[][] slopes)
    {
        foreach (ProgramBlock image in _program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            ReadOnlySpan<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
            foreach (ImagePart part in image.Parts)
                part.Map.AddTransposed(prices, slopes[part.Of.Id]);
            for (int i = 0; i < image.Length; i++)
                slopes[image.Id][i] -= prices[i];
        }

        return 0;
    }

    /// <summary>networkPrice'(into - sum sign f): slopes on what the flows move and on the flows.</summary>
    private double AddNetworkPrices(Solution solution, double[][] slopes)
    {
        double constant = 0;
        foreach (ProgramBlock flows in _program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            double[] prices = solution.NetworkPrices[flows.Id];
            ProgramBlock into = _program.Blocks[flows.BaseId];
            ProgramBlock carrier = _program.Base(into.Handle);
            for (int f = 0; f < flows.Length; f++)
            {
                int i = flows.Coordinate[f];
                slopes[flows.Id][f] -= prices[i] * flows.Sign[f];
                if (f > 0 && flows.Coordinate[f - 1] == i)
                    continue;
                slopes[carrier.Id][i] += prices[i];
                if (into.Kind == BlockKind.Offset)
                    constant -= prices[i] * into.Origin[i];
            }
        }

        return constant;
    }
}
