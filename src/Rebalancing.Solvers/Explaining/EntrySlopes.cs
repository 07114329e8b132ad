using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// The slope that each function entry contributes to the Lagrangian at a solution, coordinate by coordinate, and whose it is: the entry's owner for its part
/// in the objective, the owner of the budget or norm for its part there.
/// </summary>
internal sealed class EntrySlopes
{
    /// <summary>A coordinate this close to a kink, relative to 1 + the size of both, stands on it.</summary>
    internal const double OnKink = 1e-6;

    /// <summary>And this close it may be held by the kink, where its slopes do not balance otherwise.</summary>
    internal const double NearKink = 3e-5;

    private readonly StructuredProgram _program;
    private readonly List<Part>[] _parts;
    private readonly List<BoundEntry>[] _bounds;

    internal EntrySlopes(StructuredProgram program)
    {
        _program = program;
        _parts = new List<Part>[program.Blocks.Count];
        _bounds = new List<BoundEntry>[program.Blocks.Count];
        for (int b = 0; b < _parts.Length; b++)
            (_parts[b], _bounds[b]) = ([], []);
        foreach (BoundEntry bound in program.Bounds)
            _bounds[program.Base(bound.On).Id].Add(bound);
    }

    internal List<Part> On(ProgramBlock block) => _parts[block.Id];

    /// <summary>Weights and gradients that depend on the solution.</summary>
    internal void Prepare(Solution solution)
    {
        foreach (List<Part> parts in _parts)
            parts.Clear();
        for (int f = 0; f < _program.Functions.Count; f++)
        {
            FunctionEntry entry = _program.Functions[f];
            List<Part> parts = _parts[_program.Base(entry.On).Id];
            double[]? gradient = entry.Kind == FunctionKind.Covariance ? Gradient(entry, solution) : null;
            double[] origin = _program[entry.On].Origin;
            if (entry.Weight != 0)
                parts.Add(new Part(entry, origin, entry.Owner, entry.Weight, gradient));
            if (entry.Budget >= 0 && solution.BudgetPrices[entry.Budget] > 0 && entry.BudgetWeight != 0)
                parts.Add(new Part(entry, origin, _program.Budgets[entry.Budget].Owner, solution.BudgetPrices[entry.Budget] * entry.BudgetWeight, gradient));
            if (entry.Norm < 0 || solution.NormPrices[entry.Norm] <= 0)
                continue;
            double[] direction = solution.NormDirections[f];
            if (direction.AsSpan().ContainsAnyExcept(0.0))
                parts.Add(new Part(entry, origin, _program.Norms[entry.Norm].Owner, 1, Weighted(entry, direction)));
            else
                parts.Add(new Part(entry, origin, _program.Norms[entry.Norm].Owner, NormWeight(entry.Norm, solution), gradient));
        }
    }

    /// <summary>Who wrote the tightest lower and the tightest upper bound of a coordinate; -1 where nobody did.</summary>
    internal (int Lower, int Upper) BoundOwners(ProgramBlock block, int i)
    {
        (BoundEntry? lower, BoundEntry? upper) = Tightest(block, i);
        return (lower?.Owner ?? -1, upper?.Owner ?? -1);
    }

    /// <summary>
    /// The slope of a coordinate's bounds: the engine's multipliers, and what is left over besides, where the bound of that side holds the coordinate. Where a bound and a
    /// kink meet, or an engine took a fixed coordinate out, multipliers alone do not say which of them holds it.
    /// </summary>
    internal double Allowed(ProgramBlock block, int i, double value, double given, double left)
    {
        double wanted = given + left;
        if (left == 0 || wanted == 0)
            return given;
        foreach (BoundEntry bound in _bounds[block.Id])
        {
            double[] origin = _program[bound.On].Origin;
            double end = (wanted > 0 ? bound.Upper : bound.Lower)[i] + (origin.Length == 0 ? 0 : origin[i]);
            if (double.IsFinite(end) && Math.Abs(value - end) <= OnKink * (1 + Math.Abs(end)))
                return wanted;
        }

        return given;
    }

    /// <summary>The tightest bounds of a coordinate; infinite where there is none.</summary>
    internal (double Lower, double Upper) Limits(ProgramBlock block, int i)
    {
        (double lower, double upper) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (BoundEntry bound in _bounds[block.Id])
        {
            double[] origin = _program[bound.On].Origin;
            double shift = origin.Length == 0 ? 0 : origin[i];
            lower = Math.Max(lower, bound.Lower[i] + shift);
            upper = Math.Min(upper, bound.Upper[i] + shift);
        }

        return (lower, upper);
    }

    /// <summary>The bound that keeps a coordinate from below, and the one from above; null where there is none.</summary>
    internal (BoundEntry? Lower, BoundEntry? Upper) Tightest(ProgramBlock block, int i)
    {
        (BoundEntry? lowerEntry, BoundEntry? upperEntry) = (null, null);
        (double lower, double upper) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (BoundEntry bound in _bounds[block.Id])
        {
            double[] origin = _program[bound.On].Origin;
            double shift = origin.Length == 0 ? 0 : origin[i];
            if (bound.Lower[i] + shift > lower)
                (lower, lowerEntry) = (bound.Lower[i] + shift, bound);
            if (bound.Upper[i] + shift < upper)
                (upper, upperEntry) = (bound.Upper[i] + shift, bound);
        }

        return (lowerEntry, upperEntry);
    }

    /// <summary>d(price * sqrt(sum q x^2)) = price / length * q x, against the entry's own 2 q x: half the price over the length.</summary>
    private double NormWeight(int norm, Solution solution)
    {
        double squares = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Norm == norm)
                squares += ProgramEvaluator.Value(_program, entry, solution.Values(_program.Base(entry.On)));
        return squares > 0 ? 0.5 * solution.NormPrices[norm] / Math.Sqrt(squares) : 0;
    }

    /// <summary>Q d, with d the direction that the multipliers give a norm: its share of the Lagrangian is d'Q x.</summary>
    private static double[] Weighted(FunctionEntry entry, double[] direction)
    {
        var product = new double[direction.Length];
        if (entry.Kind == FunctionKind.Covariance)
        {
            entry.Matrix!.Apply(direction, product);
            Scale.By(entry.Scalar, product);
            return product;
        }

        for (int i = 0; i < product.Length; i++)
            product[i] = entry.First[i] * direction[i];
        return product;
    }

    /// <summary>Gradient of s/2 v'Sv (in a norm: s v'Sv) with v = x - origin.</summary>
    private double[] Gradient(FunctionEntry entry, Solution solution)
    {
        ReadOnlySpan<double> x = solution.Values(_program.Base(entry.On));
        double[] origin = _program[entry.On].Origin;
        var shifted = x.ToArray();
        for (int i = 0; i < origin.Length; i++)
            shifted[i] -= origin[i];
        var gradient = new double[shifted.Length];
        entry.Matrix!.Apply(shifted, gradient);
        Scale.By(entry.Norm >= 0 ? 2 * entry.Scalar : entry.Scalar, gradient);
        return gradient;
    }

    /// <summary>One entry's weighted slope, for one of the owners it counts for.</summary>
    internal readonly record struct Part(FunctionEntry Entry, double[] Origin, int Owner, double Weight, double[]? Gradient)
    {
        /// <summary>Smallest and largest slope at a coordinate's value: the same number unless it stands on a kink.</summary>
        internal (double From, double To) Range(int i, double value, double near)
        {
            if (Gradient is not null)
                return (Weight * Gradient[i], Weight * Gradient[i]);
            double x = Origin.Length == 0 ? value : value - Origin[i];
            double distance = near * (1 + Math.Abs(value));
            double from = Weight * FunctionMath.Slope(Entry, i, x, fromRight: false);
            if (Entry.Kind is not (FunctionKind.Kinked or FunctionKind.Pieces))
                return (from, from);
            double below = Weight * FunctionMath.Slope(Entry, i, x - distance, fromRight: false);
            double above = Weight * FunctionMath.Slope(Entry, i, x + distance, fromRight: true);
            return (below, above);
        }
    }
}
