using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The certificate of the scenario engine: a lower bound on the optimum over <em>all</em> scenarios and <em>all</em> columns from any multipliers, whatever produced them.
/// <code>
///   bound = constants + sum over columns of min { g x + 1/2 q x^2 + sum (a + price b)(x - break)_+ : lower &lt;= x &lt;= upper }
///   g     = c + sum price B + sum nu M + sum p rows + gradient of the covariances at a point
/// </code>
/// Tails enter through admissible multipliers p (each at most its weight, together the target), rows through any nu, covariances through their tangent, budgets through
/// prices of at least 0. Nothing is assumed about which scenarios or columns a working set held.
/// </summary>
internal sealed class ScenarioBound
{
    private ScenarioForm _form = null!;
    private double[] _product = [];
    private double[] _moved = [];

    /// <summary>Slope g of each column.</summary>
    internal double[] Slopes { get; private set; } = [];

    /// <summary>The bound.</summary>
    internal double Value { get; private set; }

    /// <summary>Largest slope that neither a bound nor curvature holds: the bound is exact where it is 0.</summary>
    internal double Residual { get; private set; }

    /// <summary>Begins with what the multipliers of rows and budgets and the tangent of the covariances give; tails add their gradients to <see cref="Slopes"/> next.</summary>
    internal void Begin(ScenarioForm form, ReadOnlySpan<double> at, ReadOnlySpan<double> rowPrices, ReadOnlySpan<double> budgetPrices)
    {
        _form = form;
        Slopes = Room.For(Slopes, form.Columns);
        Span<double> g = Slopes.AsSpan(0, form.Columns);
        form.Slope.AsSpan(0, form.Columns).CopyTo(g);
        Value = form.Constant;
        for (int k = 0; k < form.Budgets; k++)
        {
            Axpy.Add(budgetPrices[k], form.BudgetSlope[k], g);
            Value += budgetPrices[k] * (form.BudgetConstant[k] - form.BudgetLimit[k]);
        }

        for (int r = 0; r < form.Rows.Count; r++)
        {
            if (rowPrices[r] == 0)
                continue;
            Axpy.Add(rowPrices[r], form.Rows[r], g[..form.ProgramColumns]);
            g[form.RowColumn[r]] -= rowPrices[r];
        }

        AddTangents(at);
    }

    /// <summary>1/2 s v'Sv >= s (v0'S) v - 1/2 s v0'S v0 with v = x - origin.</summary>
    private void AddTangents(ReadOnlySpan<double> at)
    {
        foreach ((CovarianceMatrix matrix, double scale, int first, double[] origin) in _form.Covariances)
        {
            int n = matrix.Order;
            _product = Room.For(_product, n);
            _moved = Room.For(_moved, n);
            for (int i = 0; i < n; i++)
                _moved[i] = at[first + i] - (origin.Length == 0 ? 0 : origin[i]);
            matrix.Apply(_moved.AsSpan(0, n), _product.AsSpan(0, n));
            Axpy.Add(scale, _product.AsSpan(0, n), Slopes.AsSpan(first, n));
            Value -= 0.5 * scale * Dot.Product(_product.AsSpan(0, n), _moved.AsSpan(0, n));
            for (int i = 0; i < origin.Length; i++)
                Value -= scale * _product[i] * origin[i];
        }
    }

    /// <summary>Ends with the minima of the columns; <paramref name="tailConstant"/> is the sum of p times shift over all tails.</summary>
    internal void End(ReadOnlySpan<double> budgetPrices, double tailConstant)
    {
        Value += tailConstant;
        Residual = 0;
        for (int j = 0; j < _form.Columns; j++)
            if (!_form.IsThreshold[j])
                Value += Minimum(j, Slopes[j], budgetPrices, out _);
    }

    /// <summary>
    /// The bound with the multiplier of one row moved to where the bound is best: the slopes along the row are monotone, so a search by halves finds it. The slopes are left alone.
    /// </summary>
    internal double BestAlong(int row, ReadOnlySpan<double> budgetPrices, double reach)
    {
        double[] coefficients = _form.Rows[row];
        double right = _form.Lower[_form.RowColumn[row]];
        (double low, double high) = (-reach, reach);
        double best = 0;
        for (int step = 0; step < 40 && high - low > 1e-12 * reach; step++)
        {
            double middle = 0.5 * (low + high), slope = -right, gain = -middle * right;
            for (int j = 0; j < _form.ProgramColumns; j++)
            {
                if (coefficients[j] == 0)
                    continue;
                gain += Minimum(j, Slopes[j] + (middle * coefficients[j]), budgetPrices, out double at) - Minimum(j, Slopes[j], budgetPrices, out _);
                slope += coefficients[j] * at;
            }

            best = Math.Max(best, gain);
            if (slope > 0)
                low = middle;
            else
                high = middle;
        }

        return Value + best;
    }

    /// <summary>The least value of a column's own functions and the slope g over its bounds, and where it is taken.</summary>
    internal double Minimum(int j, double g, ReadOnlySpan<double> budgetPrices, out double at)
    {
        double lower = _form.Lower[j], upper = _form.Upper[j], q = _form.Curvature[j];
        int hinge = _form.HingeStart[j], end = _form.HingeStart[j + 1];
        double slope = g, position = lower;
        while (hinge < end && _form.Hinges[hinge].At <= lower)
            slope += Step(_form.Hinges[hinge++], budgetPrices);
        if (double.IsNegativeInfinity(lower) && q == 0 && slope > 0)
        {
            Residual = Math.Max(Residual, slope);
            g -= slope;
            slope = 0;
        }

        while (true)
        {
            double next = hinge < end ? Math.Min(_form.Hinges[hinge].At, upper) : upper;
            if (q > 0 && slope + (q * next) >= 0)
            {
                position = Math.Max(position, -slope / q);
                break;
            }

            if (q == 0 && slope >= 0)
            {
                if (double.IsNegativeInfinity(position))
                    position = double.IsFinite(next) ? next : 0;
                break;
            }

            position = next;
            if (next >= upper)
            {
                if (double.IsPositiveInfinity(upper))
                {
                    Residual = Math.Max(Residual, -slope);
                    g -= slope;
                    position = end > _form.HingeStart[j] ? _form.Hinges[end - 1].At : double.IsFinite(lower) ? lower : 0;
                }

                break;
            }

            slope += Step(_form.Hinges[hinge++], budgetPrices);
        }

        at = position;
        return Cost(j, g, position, budgetPrices);
    }

    /// <summary>g x + 1/2 q x^2 + the column's hinges.</summary>
    internal double Cost(int j, double g, double x, ReadOnlySpan<double> budgetPrices)
    {
        double sum = (g * x) + (0.5 * _form.Curvature[j] * x * x);
        for (int h = _form.HingeStart[j]; h < _form.HingeStart[j + 1]; h++)
            if (x > _form.Hinges[h].At)
                sum += Step(_form.Hinges[h], budgetPrices) * (x - _form.Hinges[h].At);
        return sum;
    }

    /// <summary>Left and right derivative of the column's functions and the slope g at x.</summary>
    internal (double Left, double Right) Derivatives(int j, double g, double x, ReadOnlySpan<double> budgetPrices)
    {
        double left = g + (_form.Curvature[j] * x), right = left;
        for (int h = _form.HingeStart[j]; h < _form.HingeStart[j + 1]; h++)
        {
            double step = Step(_form.Hinges[h], budgetPrices);
            left += x > _form.Hinges[h].At ? step : 0;
            right += x >= _form.Hinges[h].At ? step : 0;
        }

        return (left, right);
    }

    private static double Step(ScenarioForm.Hinge hinge, ReadOnlySpan<double> budgetPrices) => hinge.Weight + (hinge.Budget >= 0 ? budgetPrices[hinge.Budget] * hinge.BudgetWeight : 0);
}
