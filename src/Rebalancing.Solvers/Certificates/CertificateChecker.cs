using Rebalancing.Solvers.InteriorPoint;

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
    private readonly RecomputedPoint _point;
    private readonly LagrangianSlopes _slopes;
    private readonly CoordinateMinimum _minimum;

    internal CertificateChecker(StructuredProgram program)
    {
        _program = program;
        _point = new RecomputedPoint(program);
        _slopes = new LagrangianSlopes(program, _point);
        _minimum = new CoordinateMinimum(program);
    }

    /// <summary>Of the last check: the slopes that no bound or curvature holds, each times the size of its coordinate.</summary>
    internal double Unheld => _minimum.Unheld;

    /// <summary>The certificate of the solution's columns, flows and multipliers.</summary>
    internal Certificate Check(Solution solution)
    {
        _point.Take(solution);
        Violation violation = _point.LargestViolation();
        (double bound, double dualResidual) = LowerBound(solution);
        return new Certificate(_point.Objective(), bound, violation.Absolute, violation.Relative, dualResidual);
    }

    /// <summary>
    /// Whether the certificate proves the solution to a relative tolerance. The gap is measured against the sizes of the objective's terms: where a reward and a norm cancel,
    /// their difference has fewer digits than they have.
    /// </summary>
    internal bool Proves(Solution solution, double tolerance)
    {
        Certificate certificate = Check(solution);
        double size = Termination.LeastObjective;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Weight != 0)
                size += Math.Abs(entry.Weight * ProgramEvaluator.Value(_program, entry, _point.Values(_program.Base(entry.On))));
        return certificate.RelativePrimalResidual <= tolerance && Math.Abs(certificate.Gap) + Unheld <= tolerance * size;
    }

    /// <summary>What the multipliers alone say about feasibility: how far the Lagrangian without the objective stays above zero, and how exactly.</summary>
    internal Contradiction ContradictionOf(Solution multipliers)
    {
        _point.Take(multipliers);
        double constant = _slopes.Find(multipliers, objectiveCounts: false), bound = constant, unused = 0;
        _slopes.FindSizes(multipliers);
        _minimum.Begin();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                bound += _minimum.OfBlock(block, multipliers, _slopes.Of(block), _point.Values(block), objectiveCounts: false, ref unused, _slopes.SizesOf(block));
        return new Contradiction(bound, Math.Abs(constant) + _minimum.Terms, _minimum.Left);
    }

    /// <summary>Completes multipliers that prove infeasibility by those of the bounds.</summary>
    internal void WriteBoundDuals(Solution multipliers)
    {
        _point.Take(multipliers);
        _slopes.Find(multipliers, objectiveCounts: false);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Offset)
                continue;
            _minimum.Collect(block, multipliers, objectiveCounts: false);
            Solution.Coordinates target = multipliers.Of(block);
            for (int i = 0; i < block.Length; i++)
                (target.LowerDuals[block.Start + i], target.UpperDuals[block.Start + i]) = _minimum.BoundDuals(block, i, _slopes.Of(block)[i], _point.Values(block)[i]);
        }
    }

    private (double Bound, double DualResidual) LowerBound(Solution solution)
    {
        double bound = _slopes.Find(solution, objectiveCounts: true), residual = 0;
        _minimum.Begin();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                bound += _minimum.OfBlock(block, solution, _slopes.Of(block), _point.Values(block), objectiveCounts: true, ref residual);
        return (bound, residual);
    }
}
