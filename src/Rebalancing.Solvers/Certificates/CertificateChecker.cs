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
        (double bound, double dualResidual) = LowerBound(solution, point);
        return new Certificate(point.Objective(), bound, violation.Absolute, violation.Relative, dualResidual);
    }

    /// <summary>What the multipliers alone say about feasibility: how far the Lagrangian without the objective stays above zero, and how exactly.</summary>
    internal Contradiction ContradictionOf(Solution multipliers)
    {
        var point = new RecomputedPoint(_program, multipliers);
        var slopes = new LagrangianSlopes(_program);
        double constant = slopes.AddAll(multipliers, point, objectiveCounts: false);
        double[][] sizes = slopes.Sizes(multipliers, point);
        double bound = constant, unused = 0;
        var minimum = new CoordinateMinimum(_program);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                bound += minimum.OfBlock(block, multipliers, slopes.Of(block), point.Values(block), objectiveCounts: false, ref unused, sizes[block.Id]);
        return new Contradiction(bound, Math.Abs(constant) + minimum.Terms, minimum.Left);
    }

    private (double Bound, double DualResidual) LowerBound(Solution solution, RecomputedPoint point)
    {
        var slopes = new LagrangianSlopes(_program);
        double bound = slopes.AddAll(solution, point, objectiveCounts: true);
        double residual = 0;
        var minimum = new CoordinateMinimum(_program);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                bound += minimum.OfBlock(block, solution, slopes.Of(block), point.Values(block), objectiveCounts: true, ref residual);
        Unheld = minimum.Unheld;
        return (bound, residual);
    }
}
