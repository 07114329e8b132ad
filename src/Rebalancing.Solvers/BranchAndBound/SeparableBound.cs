using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// What multipliers prove about the discrete program itself: the Lagrangian minimised one coordinate at a time, each column over its segments with their
/// fixed costs and its whole curvature. Any multipliers give a true bound; those of the relaxation give a good one. The counts are priced here, exactly:
/// at given columns the best price of a count follows from the order of what each column gains by counting.
/// <code>
///   bound = constant - sum price_c limit_c + sum over columns of min over segments s of ( min over x in s of L_j(x) + cost_s + sum price_c [s counts] )
/// </code>
/// </summary>
internal sealed class SeparableBound
{
    /// <summary>A falling slope this small, relative to all slopes of its block, is rounding of a multiplier.</summary>
    private const double SlopeRounding = 1e-7;

    private readonly RelaxedProgram _relaxed;
    private readonly StructuredProgram _program;
    private readonly ChoiceTable _table;
    private readonly RelaxedEntries _entries;
    private readonly CoordinateFunctions _functions;
    private readonly CountPrices _counts;
    private readonly RecomputedPoint _point;
    private readonly LagrangianSlopes _slopes;
    private readonly double[][] _lower;
    private readonly double[][] _upper;
    private readonly bool _tied;
    private double _constant;

    internal SeparableBound(RelaxedProgram relaxed)
    {
        (_relaxed, _program, _table) = (relaxed, relaxed.Program, relaxed.Table);
        _entries = new RelaxedEntries(relaxed);
        _functions = new CoordinateFunctions(_program);
        _point = new RecomputedPoint(_program);
        _slopes = new LagrangianSlopes(_program, _point);
        _lower = [.. _program.Blocks.Select(block => new double[block.Kind == BlockKind.Offset ? 0 : block.Length])];
        _upper = [.. _lower.Select(lower => new double[lower.Length])];
        _tied = _program.NormCount > 0 || _program.Functions.Exists(entry => entry.Kind == FunctionKind.Covariance);
        Minima = [.. _table.Segments.Select(_ => Array.Empty<double>())];
        _counts = new CountPrices(_table, this);
    }

    /// <summary>For each column the least value in each of its segments, count prices left out; infinite where it is not possible.</summary>
    internal double[][] Minima { get; private set; }

    /// <summary>No point of the node is better.</summary>
    internal double Bound { get; private set; }

    /// <summary>Prices of the counts at which <see cref="Bound"/> was found: the least and the largest that give it.</summary>
    internal CountPrices Counts => _counts;

    /// <summary>Computes the bound of a node from an answer of its relaxation, starting from these count prices.</summary>
    internal void Find(Solution solution, NodeState state, ReadOnlySpan<double> prices)
    {
        _constant = SlopesOf(solution);
        FindRanges(state);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Offset)
                continue;
            _functions.Begin(block, solution, _entries);
            if (block.Kind == BlockKind.Variables)
                Columns(block, solution, state);
            else
                Others(block, solution);
        }

        _counts.Sharpen(state, prices);
        Bound = _constant + _counts.Total;
    }

    private double SlopesOf(Solution solution)
    {
        double constant = _slopes.FindRows(solution);
        for (int k = 0; k < _program.BudgetCount; k++)
        {
            int sum = _relaxed.Sums.FindIndex(item => item.Budget == k);
            double limit = sum >= 0 ? _program.Budgets[k].Limit : _relaxed.LimitOf(k);
            constant -= Math.Max(0, solution.BudgetPrices[k]) * limit;
        }

        if (!_tied)
            return constant;
        _point.Take(solution);
        return constant + _slopes.AddTangents(solution, objectiveCounts: true);
    }

    private void FindRanges(NodeState state)
    {
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Offset)
                continue;
            Array.Fill(_lower[block.Id], block.Kind == BlockKind.Flows ? 0 : double.NegativeInfinity);
            Array.Fill(_upper[block.Id], double.PositiveInfinity);
            if (block.Kind == BlockKind.Flows)
                block.Upper.AsSpan(0, block.Length).CopyTo(_upper[block.Id]);
        }

        foreach (BoundEntry bound in _program.Bounds)
        {
            int id = _program.Base(bound.On).Id;
            double[] origin = _program[bound.On].Origin, lower = _lower[id], upper = _upper[id];
            for (int i = 0; i < lower.Length; i++)
            {
                double shift = origin.Length == 0 ? 0 : origin[i];
                lower[i] = Math.Max(lower[i], bound.Lower[i] + shift);
                upper[i] = Math.Min(upper[i], bound.Upper[i] + shift);
            }
        }
    }

    private void Others(ProgramBlock block, Solution solution)
    {
        ReadOnlySpan<double> values = solution.Values(block);
        ReadOnlySpan<double> slopes = _slopes.Of(block);
        double tolerance = SlopeRounding * (1e-3 + Largest(slopes));
        for (int i = 0; i < block.Length; i++)
        {
            _functions.Gather(i, slopes[i]);
            _constant += _functions.Minimum(_lower[block.Id][i], Math.Max(_lower[block.Id][i], _upper[block.Id][i]), values[i], tolerance).Value;
        }
    }

    private void Columns(ProgramBlock block, Solution solution, NodeState state)
    {
        ReadOnlySpan<double> values = solution.Values(block);
        ReadOnlySpan<double> slopes = _slopes.Of(block);
        double[] lower = _lower[block.Id], upper = _upper[block.Id];
        double tolerance = SlopeRounding * (1e-3 + Largest(slopes));
        for (int i = 0; i < block.Length; i++)
        {
            int j = block.Start + i;
            Segment[] segments = _table.Segments[j];
            if (Minima[j].Length != segments.Length)
                Minima[j] = new double[segments.Length];
            Array.Fill(Minima[j], double.PositiveInfinity);
            _functions.Gather(i, slopes[i]);
            for (int s = state.First[j]; s <= state.Last[j]; s++)
            {
                Segment segment = segments[s];
                (double a, double b) = (Math.Max(segment.Lower, lower[i]), Math.Min(segment.Upper, upper[i]));
                if (a > b)
                    continue;
                Minima[j][s] = MinimumIn(i, segment, slopes[i], a, b, values[i], tolerance, solution);
            }
        }
    }

    /// <summary>Adds what the segment itself costs, charges and sums at their prices included.</summary>
    private double MinimumIn(int i, Segment segment, double slope, double lower, double upper, double near, double tolerance, Solution solution)
    {
        double fixedCost = segment.Cost;
        for (int b = 0; b < segment.Charges.Length; b++)
            fixedCost += Math.Max(0, solution.BudgetPrices[b]) * segment.Charges[b];
        if (segment.Summed == 0)
            return fixedCost + _functions.Minimum(lower, upper, near, tolerance).Value;
        double extra = 0;
        for (int s = 0; s < _relaxed.Sums.Count; s++)
            if ((segment.Summed >> s & 1) != 0)
            {
                double price = Math.Max(0, solution.BudgetPrices[_relaxed.Sums[s].Budget]);
                extra += price;
                fixedCost -= price * _table.Zero(_table.Sums[s], i);
            }

        _functions.Gather(i, slope + extra);
        double value = _functions.Minimum(lower, upper, near, tolerance).Value;
        _functions.Gather(i, slope);
        return fixedCost + value;
    }

    private static double Largest(ReadOnlySpan<double> slopes)
    {
        double largest = 0;
        foreach (double slope in slopes)
            largest = Math.Max(largest, Math.Abs(slope));
        return largest;
    }
}
