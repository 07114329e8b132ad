using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The point an outer round stands at: values of all columns, what they are worth, and how far they are from feasible. Image columns are always recomputed from the others.
/// </summary>
internal sealed class ScenarioPoint
{
    private double[] _product = [];
    private double[] _moved = [];

    internal double[] X { get; private set; } = [];

    internal double Objective { get; private set; }

    /// <summary>Largest excess over a budget or a bound of an image, absolute.</summary>
    internal double Excess { get; private set; }

    internal void Fit(ScenarioForm form) => X = X.Length == form.Columns ? X : new double[form.Columns];

    /// <summary>Bounds of every program column hold afterwards, image columns follow from the rows.</summary>
    internal void Clip(ScenarioForm form)
    {
        for (int j = 0; j < form.ProgramColumns; j++)
            X[j] = Math.Clamp(X[j], form.Lower[j], form.Upper[j]);
        Follow(form);
    }

    internal void Follow(ScenarioForm form)
    {
        for (int r = 0; r < form.Rows.Count; r++)
            X[form.RowColumn[r]] = Dot.Product(form.Rows[r], X.AsSpan(0, form.ProgramColumns));
    }

    /// <summary>
    /// Moves the columns that have room so that the equalities hold, each in proportion to the square of its room: nothing leaves its bounds. Returns the largest miss that is left.
    /// </summary>
    internal double Repair(ScenarioForm form, ReadOnlySpan<bool> mayMove)
    {
        double miss = 0;
        for (int round = 0; round < 30; round++)
        {
            miss = 0;
            Follow(form);
            for (int r = 0; r < form.Rows.Count; r++)
            {
                int image = form.RowColumn[r];
                double wanted = Math.Clamp(X[image], form.Lower[image], form.Upper[image]) - X[image];
                if (Math.Abs(wanted) <= 1e-16 * (1 + Math.Abs(X[image])))
                    continue;
                miss = Math.Max(miss, Math.Abs(wanted));
                MoveAlong(form, form.Rows[r], wanted, mayMove);
                Follow(form);
            }

            if (miss <= 1e-15)
                break;
        }

        return miss;
    }

    private void MoveAlong(ScenarioForm form, double[] row, double wanted, ReadOnlySpan<bool> mayMove)
    {
        double reach = 0, free = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] == 0 || !mayMove[j])
                continue;
            double direction = wanted * row[j] > 0 ? form.Upper[j] - X[j] : X[j] - form.Lower[j];
            if (double.IsInfinity(direction))
                free += row[j] * row[j];
            else if (X[j] > form.Lower[j] && X[j] < form.Upper[j])
                reach += Math.Abs(row[j]) * direction;
        }

        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] == 0 || !mayMove[j])
                continue;
            double direction = wanted * row[j] > 0 ? form.Upper[j] - X[j] : X[j] - form.Lower[j];
            if (double.IsInfinity(direction))
                X[j] += wanted * row[j] / free;
            else if (free == 0 && reach > 0 && X[j] > form.Lower[j] && X[j] < form.Upper[j])
                X[j] += Math.Sign(wanted * row[j]) * direction * Math.Min(1, Math.Abs(wanted) / reach);
        }
    }

    /// <summary>Objective and excess, with the tails' values as they were measured last.</summary>
    internal void Evaluate(ScenarioForm form, IReadOnlyList<ScenarioTail> tails)
    {
        double sum = form.Constant, excess = 0;
        Span<double> budgets = stackalloc double[form.Budgets];
        for (int k = 0; k < form.Budgets; k++)
            budgets[k] = form.BudgetConstant[k] - form.BudgetLimit[k] + Dot.Product(form.BudgetSlope[k], X);
        for (int j = 0; j < form.Columns; j++)
        {
            double x = X[j];
            sum += (form.Slope[j] * x) + (0.5 * form.Curvature[j] * x * x);
            for (int h = form.HingeStart[j]; h < form.HingeStart[j + 1]; h++)
            {
                ScenarioForm.Hinge hinge = form.Hinges[h];
                if (x <= hinge.At)
                    continue;
                sum += hinge.Weight * (x - hinge.At);
                if (hinge.Budget >= 0)
                    budgets[hinge.Budget] += hinge.BudgetWeight * (x - hinge.At);
            }

            if (!form.IsThreshold[j])
                excess = Math.Max(excess, Math.Max(form.Lower[j] - x, x - form.Upper[j]));
        }

        foreach ((CovarianceMatrix matrix, double scale, int first, double[] origin) in form.Covariances)
            sum += 0.5 * scale * Form(matrix, first, origin);
        foreach (ScenarioTail tail in tails)
        {
            sum += tail.Data.ObjectiveWeight * tail.Value;
            if (tail.Data.Budget >= 0)
                budgets[tail.Data.Budget] += tail.Data.BudgetWeight * tail.Value;
        }

        foreach (double over in budgets)
            excess = Math.Max(excess, over);
        (Objective, Excess) = (sum, excess);
    }

    private double Form(CovarianceMatrix matrix, int first, double[] origin)
    {
        int n = matrix.Order;
        _product = Room.For(_product, n);
        _moved = Room.For(_moved, n);
        for (int i = 0; i < n; i++)
            _moved[i] = X[first + i] - (origin.Length == 0 ? 0 : origin[i]);
        matrix.Apply(_moved.AsSpan(0, n), _product.AsSpan(0, n));
        return Dot.Product(_product.AsSpan(0, n), _moved.AsSpan(0, n));
    }
}
