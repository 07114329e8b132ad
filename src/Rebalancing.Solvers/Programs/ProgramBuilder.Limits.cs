using System.Globalization;

namespace Rebalancing.Solvers;

public sealed partial class ProgramBuilder
{
    /// <summary>lower &lt;= x &lt;= upper on any block; infinite where there is none. Several on one block: the tightest holds.</summary>
    public void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int n = Known(on).Length;
        if (lower.Length != n || upper.Length != n)
        {
            Check.Length(lower.Length, n, Where(on), "the lower bound");
            Check.Length(upper.Length, n, Where(on), "the upper bound");
        }

        for (int i = 0; i < n; i++)
        {
            if (double.IsNaN(lower[i]) || double.IsNaN(upper[i]) || double.IsPositiveInfinity(lower[i]) || double.IsNegativeInfinity(upper[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the bounds of {Where(on)}, coordinate {i}, are [{lower[i]}, {upper[i]}]; each must be a number or the infinity of its own side"));
            if (lower[i] > upper[i])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the lower bound of {Where(on)}, coordinate {i}, is {lower[i]}, above its upper bound {upper[i]}"));
        }

        BoundEntry entry;
        if (Refilling)
        {
            entry = _program.Bounds[Next(Word.Bounds, nameof(Bounds))];
            if (entry.On.Id != on.Id || entry.Owner != Owner)
                throw Deviation($"bounds on {_program.Name(entry.On)} were recorded, now they are on {_program.Name(on)}");
            entry.Fit(on);
        }
        else
        {
            entry = new BoundEntry(on, Owner, ShapesOnly);
            Record(Word.Bounds, _program.Bounds.Count);
            _program.Bounds.Add(entry);
        }

        lower.CopyTo(entry.Lower);
        upper.CopyTo(entry.Upper);
    }

    /// <summary>A budget: the sum of everything charged to it is at most <paramref name="limit"/>. Returns its index for <see cref="ChargeTo"/>.</summary>
    public int AddBudget(double limit)
    {
        if (!double.IsFinite(limit))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "the limit of a budget must be finite");
        int index;
        if (Refilling)
            index = Next(Word.Budget, nameof(AddBudget));
        else
        {
            index = _program.Budgets.Count;
            Record(Word.Budget, index);
            _program.Budgets.Add(new BudgetEntry(Owner));
        }

        _program.Budgets[index].Limit = limit;
        return index;
    }

    /// <summary>
    /// Opens the norm limit sqrt(sum q x^2 + ...) &lt;= radius (above 0). The Quadratic and Covariance words until <see cref="EndNorm"/> are its squares,
    /// without the half. Returns the norm's index.
    /// </summary>
    public int BeginNorm(double radius)
    {
        if (!double.IsFinite(radius) || radius <= 0)
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "the radius of a norm must be finite and > 0; to force a block to zero, bound it");
        OpenNorm(null);
        _program.Norms[_norm].Radius = radius;
        return _norm;
    }

    /// <summary>Opens the norm sqrt(sum q x^2 + ...) &lt;= t with t the single coordinate of <paramref name="radius"/>; a slope on t puts the norm in the objective.</summary>
    public int BeginNorm(Block radius)
    {
        if (Known(radius).Length != 1 || _program[radius].Kind != BlockKind.Variables)
            throw new ArgumentException($"{Where(radius)} cannot be a radius; a radius is a Variables block of one");
        OpenNorm(radius);
        return _norm;
    }

    /// <summary>Closes the open norm.</summary>
    public void EndNorm()
    {
        if (_norm < 0)
            throw new InvalidOperationException("no norm is open");
        if (Refilling)
            Next(Word.NormEnds, nameof(EndNorm));
        else
            Record(Word.NormEnds, _norm);
        _norm = -1;
    }

    private void OpenNorm(Block? radius)
    {
        if (_norm >= 0)
            throw new InvalidOperationException("a norm is open already; norms do not nest");
        if (Refilling)
        {
            _norm = Next(Word.NormBegins, nameof(BeginNorm));
            if (_program.Norms[_norm].RadiusBlock?.Id != radius?.Id)
                throw Deviation("a norm changed between a constant and a variable radius");
            return;
        }

        _norm = _program.Norms.Count;
        Record(Word.NormBegins, _norm);
        _program.Norms.Add(new NormEntry(Owner, radius));
    }
}
