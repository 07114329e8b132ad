namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Verifies that a direction runs away: along it the objective falls at a constant rate, no curvature or kink stops it, and every bound, row, budget and norm
/// stays satisfied for ever. Every comparison is with the sizes of the terms compared, so that the units of columns and rows do not matter.
/// </summary>
internal sealed class UnboundednessProof(StructuredProgram program)
{
    private readonly Ray _ray = new(program);
    private readonly BlockNumbers _room = new(program);
    private readonly (double Rate, double Terms)[] _budgets = new (double, double)[program.BudgetCount];

    /// <summary>How far two sums that must be equal may be apart, as a share of their terms.</summary>
    private const double Agreement = 1e-8;

    /// <summary>The objective must fall by more than this share of the sum of its terms.</summary>
    private const double LeastRate = 1e-6;

    /// <summary>Whether the direction, without what is stopped, runs away; it is the solution's values then.</summary>
    internal bool Holds(Solution direction)
    {
        _ray.Take(direction);
        bool holds = Falls() && RespectsBounds() && RespectsFlows() && RespectsNorms();
        if (holds)
            _ray.WriteTo(direction);
        return holds;
    }

    private bool Falls()
    {
        double rate = 0, terms = 0;
        Array.Clear(_budgets);
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Norm >= 0)
                continue;
            (double growth, double size) = Growth(entry);
            if (entry.Weight > 0)
                (rate, terms) = (rate + (entry.Weight * growth), terms + (entry.Weight * size));
            if (entry.Budget >= 0 && entry.BudgetWeight > 0)
                _budgets[entry.Budget] = (_budgets[entry.Budget].Rate + (entry.BudgetWeight * growth), _budgets[entry.Budget].Terms + (entry.BudgetWeight * size));
        }

        foreach ((double growth, double size) in _budgets)
            if (!(growth <= Agreement * size) || double.IsInfinity(growth))
                return false;
        return rate < -LeastRate * terms;
    }

    private bool RespectsBounds()
    {
        foreach (BoundEntry bound in program.Bounds)
        {
            ReadOnlySpan<double> moves = _ray.Of(bound.On);
            for (int i = 0; i < moves.Length; i++)
                if ((double.IsFinite(bound.Lower[i]) && moves[i] < 0) || (double.IsFinite(bound.Upper[i]) && moves[i] > 0))
                    return false;
        }

        return true;
    }

    private bool RespectsFlows()
    {
        foreach (ProgramBlock flows in program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            ReadOnlySpan<double> into = _ray.Of(program.Blocks[flows.BaseId].Handle), moves = _ray.Of(flows.Handle);
            Span<double> sum = _room.Scratch(into.Length), terms = _room.Scratch(into.Length, which: 1);
            for (int f = 0; f < flows.Length; f++)
            {
                sum[flows.Coordinate[f]] += flows.Sign[f] * moves[f];
                terms[flows.Coordinate[f]] += moves[f];
            }

            for (int f = 0; f < flows.Length; f++)
            {
                int i = flows.Coordinate[f];
                if (Math.Abs(sum[i] - into[i]) > Agreement * (terms[i] + Math.Abs(into[i])))
                    return false;
            }
        }

        return true;
    }

    private bool RespectsNorms()
    {
        for (int k = 0; k < program.NormCount; k++)
        {
            double length = _ray.Length(k);
            if (length > (program.Norms[k].RadiusBlock is { } radius ? (1 + Agreement) * _ray.Of(radius)[0] : 0))
                return false;
        }

        return true;
    }

    /// <summary>Rate of change at infinity along the direction, infinite where curvature stops it; and the sum of its terms' sizes.</summary>
    private (double Rate, double Terms) Growth(FunctionEntry entry)
    {
        ReadOnlySpan<double> d = _ray.Of(entry.On);
        double rate = 0, terms = 0;
        if (entry.Kind == FunctionKind.Covariance)
        {
            double form = _ray.Form(entry);
            for (int i = 0; i < d.Length; i++)
                terms += entry.Scalar * entry.Matrix!.Storage[(i * entry.Matrix.Stride) + i] * d[i] * d[i];
            return form > Agreement * Agreement * terms ? (double.PositiveInfinity, double.PositiveInfinity) : (0, 0);
        }

        for (int i = 0; i < d.Length; i++)
        {
            if (d[i] == 0)
                continue;
            double slope = FunctionMath.SlopeAtInfinity(entry, i, d[i] > 0);
            rate += slope * d[i];
            terms += Math.Abs(slope * d[i]);
        }

        return (rate, terms);
    }
}
