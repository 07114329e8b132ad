using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The certificate of the scenario engine: a lower bound on the optimum over <em>all</em> scenarios and <em>all</em> columns from any multipliers, whatever produced them.
/// <code>
///   bound = constants + sum over columns of min { g x + 1/2 q x^2 + sum (a + price b)(x - break)_+ : lower &lt;= x &lt;= upper, given or implied by a row }
///   g     = c + sum price B + sum nu M + sum p rows + gradient of the covariances at a point
/// </code>
/// Tails enter through admissible multipliers p (each at most its weight, together the target), rows through any nu, covariances through their tangent, budgets through
/// prices of at least 0. Nothing is assumed about which scenarios or columns a working set held.
/// </summary>
internal sealed class ScenarioBound
{
    private readonly List<(int Column, double AtLow, double AtHigh)> _open = [];
    private ScenarioForm _form = null!;
    private double[] _product = [];
    private double[] _moved = [];
    private double[] _middle = [];

    /// <summary>Slope g of each column.</summary>
    internal double[] Slopes { get; private set; } = [];

    /// <summary>The bound.</summary>
    internal double Value { get; private set; }

    /// <summary>Largest slope that neither a bound nor curvature holds: the bound is exact where it is 0.</summary>
    internal double Residual { get; private set; }

    /// <summary>
    /// Begins with what the multipliers of rows and budgets and the tangent of the covariances give; tails add their gradients to <see cref="Slopes"/> next. A row's multiplier
    /// is first moved to where its image's own problem has a minimum at all: an image without bounds that the multiplier pulls at would make the bound worthless.
    /// </summary>
    internal void Begin(ScenarioForm form, ReadOnlySpan<double> at, Span<double> rowPrices, ReadOnlySpan<double> budgetPrices)
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

        AddTangents(at);
        for (int r = 0; r < form.Rows.Count; r++)
        {
            rowPrices[r] = Bounded(form.RowColumn[r], rowPrices[r], budgetPrices);
            if (rowPrices[r] == 0)
                continue;
            Axpy.Add(rowPrices[r], form.Rows[r], g[..form.ProgramColumns]);
            g[form.RowColumn[r]] -= rowPrices[r];
        }
    }

    /// <summary>The multiplier nearest to the given one with which g - price falls from minus infinity and rises to plus infinity, where the image reaches there.</summary>
    private double Bounded(int image, double price, ReadOnlySpan<double> budgetPrices)
    {
        if (_form.Curvature[image] > 0)
            return price;
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        if (double.IsNegativeInfinity(_form.Lower[image]))
            low = Slopes[image];
        if (double.IsPositiveInfinity(_form.Upper[image]))
        {
            high = Slopes[image];
            for (int h = _form.HingeStart[image]; h < _form.HingeStart[image + 1]; h++)
                high += Step(_form.Hinges[h], budgetPrices);
        }

        return Math.Min(Math.Max(price, low), high);
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
    /// How far to move the multiplier of one row, at most <paramref name="reach"/>, for the best bound, and what that gains. The gain is concave in the move: its slope
    /// row'x - right falls as the columns' minima step down, and columns whose minimum is the same at both ends of what is left need no further look. The slopes are left alone.
    /// </summary>
    internal (double Shift, double Gain) BestShift(int row, ReadOnlySpan<double> budgetPrices, double reach)
    {
        double[] coefficients = _form.Rows[row];
        double right = _form.Lower[_form.RowColumn[row]], settled = -right;
        (double low, double high) = (-reach, reach);
        _open.Clear();
        for (int j = 0; j < _form.ProgramColumns; j++)
        {
            if (coefficients[j] == 0 || _form.IsThreshold[j])
                continue;
            Minimum(j, Slopes[j] + (low * coefficients[j]), budgetPrices, out double atLow);
            Minimum(j, Slopes[j] + (high * coefficients[j]), budgetPrices, out double atHigh);
            if (atLow == atHigh)
                settled += coefficients[j] * atLow;
            else
                _open.Add((j, atLow, atHigh));
        }

        for (int step = 0; step < 60 && _open.Count > 0 && high - low > 1e-13 * reach; step++)
            Halve(coefficients, budgetPrices, ref settled, ref low, ref high);
        double shift = _open.Count == 0 ? (settled > 0 ? high : low) : 0.5 * (low + high);
        double gain = -shift * right;
        for (int j = 0; j < _form.ProgramColumns; j++)
            if (coefficients[j] != 0 && !_form.IsThreshold[j])
                gain += Minimum(j, Slopes[j] + (shift * coefficients[j]), budgetPrices, out _) - Minimum(j, Slopes[j], budgetPrices, out _);
        return gain > 0 ? (shift, gain) : (0, 0);
    }

    private void Halve(double[] coefficients, ReadOnlySpan<double> budgetPrices, ref double settled, ref double low, ref double high)
    {
        double middle = 0.5 * (low + high), slope = settled;
        _middle = Room.For(_middle, _open.Count);
        for (int q = 0; q < _open.Count; q++)
        {
            int j = _open[q].Column;
            Minimum(j, Slopes[j] + (middle * coefficients[j]), budgetPrices, out _middle[q]);
            slope += coefficients[j] * _middle[q];
        }

        (low, high) = slope > 0 ? (middle, high) : (low, middle);
        int kept = 0;
        for (int q = 0; q < _open.Count; q++)
        {
            (int j, double atLow, double atHigh) = _open[q];
            (atLow, atHigh) = slope > 0 ? (_middle[q], atHigh) : (atLow, _middle[q]);
            if (atLow == atHigh)
                settled += coefficients[j] * atLow;
            else
                _open[kept++] = (j, atLow, atHigh);
        }

        _open.RemoveRange(kept, _open.Count - kept);
    }

    /// <summary>The least value of a column's own functions and the slope g over its bounds, and where it is taken.</summary>
    internal double Minimum(int j, double g, ReadOnlySpan<double> budgetPrices, out double at)
    {
        double lower = _form.ImpliedLower[j], upper = _form.ImpliedUpper[j], q = _form.Curvature[j];
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

    /// <summary>Rise of slope at a hinge under the prices of the budgets.</summary>
    internal static double Step(ScenarioForm.Hinge hinge, ReadOnlySpan<double> budgetPrices) => hinge.Weight + (hinge.Budget >= 0 ? budgetPrices[hinge.Budget] * hinge.BudgetWeight : 0);
}
