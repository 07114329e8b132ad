using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The point an outer round stands at: values of all columns, what they are worth, and how far they are from feasible. Image columns are always recomputed from the others.
/// </summary>
internal sealed class ScenarioPoint
{
    private const int MostRepairs = 20;
    private const int FewestRepairs = 2;
    private const double RepairedWithin = 2e-16;
    private const double KeptRoom = 0.99;
    private const double SystemShift = 1e-14;

    private readonly List<int> _held = [];
    private double[] _product = [];
    private double[] _moved = [];
    private double[] _weights = [];
    private double[] _system = [];
    private double[] _wanted = [];
    private double[] _scratch = [];

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
    /// Moves columns so that the rows hold: the least move, each column's measured by its room, that puts all violated rows and equalities right at once. Nothing leaves its bounds.
    /// Returns the largest miss that is left.
    /// </summary>
    internal double Repair(ScenarioForm form, ReadOnlySpan<bool> mayMove)
    {
        _held.Clear();
        double miss = double.PositiveInfinity;
        for (int round = 0; round < MostRepairs; round++)
        {
            Follow(form);
            double before = miss;
            miss = ListHeld(form);
            if (miss <= RepairedWithin || (round > FewestRepairs && miss > 0.9 * before) || !MoveTowards(form, mayMove))
                break;
        }

        return miss;
    }

    /// <summary>Rows that are violated, and those that were before in this repair; equalities among them.</summary>
    private double ListHeld(ScenarioForm form)
    {
        double miss = 0;
        for (int r = 0; r < form.Rows.Count; r++)
        {
            int image = form.RowColumn[r];
            double off = Math.Abs(Math.Clamp(X[image], form.Lower[image], form.Upper[image]) - X[image]) / (1 + Math.Abs(X[image]));
            miss = Math.Max(miss, off);
            if ((off > 0 || form.Lower[image] == form.Upper[image]) && !_held.Contains(r))
                _held.Add(r);
        }

        return miss;
    }

    /// <summary>
    /// d = W M'(M W M')^-1 (wanted) over the held rows, with W the squares of the columns' rooms; shortened where it would use up more than nearly all of one.
    /// Columns at a break stay there where the others are enough.
    /// </summary>
    private bool MoveTowards(ScenarioForm form, ReadOnlySpan<bool> mayMove)
    {
        int n = form.ProgramColumns, count = _held.Count, stride = Lanes.PadTo8(count);
        _weights = Room.For(_weights, n);
        _product = Room.For(_product, n);
        _system = Room.Cleared(_system, count * stride);
        _wanted = Room.For(_wanted, count);
        _scratch = Room.For(_scratch, Cholesky.ScratchLength(count));
        for (int keepsBreaks = 1; ; keepsBreaks--)
        {
            for (int j = 0; j < n; j++)
                _weights[j] = mayMove[j] ? Square(RoomOf(form, j, keepsBreaks == 1)) : 0;
            bool reaches = FillSystem(form, count, stride);
            if (reaches && Cholesky.Factor(_system.AsSpan(0, count * stride), count, stride, _scratch, out _))
                break;
            if (keepsBreaks == 0)
                return false;
        }

        Span<double> move = _product.AsSpan(0, n), wanted = _wanted.AsSpan(0, count);
        Cholesky.SolveInPlace(_system, count, stride, wanted);
        move.Clear();
        for (int h = 0; h < count; h++)
            Axpy.Add(wanted[h], form.Rows[_held[h]], move);
        double length = 1;
        for (int j = 0; j < n; j++)
        {
            move[j] *= _weights[j];
            double room = move[j] > 0 ? form.Upper[j] - X[j] : X[j] - form.Lower[j];
            if (move[j] != 0 && Math.Abs(move[j]) * length > KeptRoom * room)
                length = KeptRoom * room / Math.Abs(move[j]);
        }

        Axpy.Add(length, move, X.AsSpan(0, n));
        return length > 0;
    }

    /// <summary>False where a held row that is violated finds no column to move.</summary>
    private bool FillSystem(ScenarioForm form, int count, int stride)
    {
        bool reaches = true;
        for (int h = 0; h < count; h++)
        {
            int image = form.RowColumn[_held[h]];
            _wanted[h] = Math.Clamp(X[image], form.Lower[image], form.Upper[image]) - X[image];
            for (int i = 0; i <= h; i++)
                _system[(h * stride) + i] = WeightedDot.Product(form.Rows[_held[h]], form.Rows[_held[i]], _weights.AsSpan(0, form.ProgramColumns));
            reaches &= _system[(h * stride) + h] > 0 || _wanted[h] == 0;
            _system[(h * stride) + h] = (_system[(h * stride) + h] * (1 + SystemShift)) + double.Epsilon;
        }

        return reaches;
    }

    /// <summary>Distance to the nearest bound, or break.</summary>
    private double RoomOf(ScenarioForm form, int j, bool breaksCount)
    {
        double room = Math.Min(X[j] - form.Lower[j], form.Upper[j] - X[j]);
        for (int h = form.HingeStart[j]; breaksCount && h < form.HingeStart[j + 1]; h++)
            room = Math.Min(room, Math.Abs(X[j] - form.Hinges[h].At));
        return double.IsInfinity(room) ? 1 : Math.Max(0, room);
    }

    private static double Square(double x) => x * x;

    /// <summary>Objective and excess, with the tails' values as they were measured last.</summary>
    internal void Evaluate(ScenarioForm form, List<ScenarioTail> tails)
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
