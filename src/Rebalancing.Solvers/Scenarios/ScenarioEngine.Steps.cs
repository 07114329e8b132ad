using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>What surrounds the rounds: the start, the first choice of columns, the proof at the end.</content>
internal sealed partial class ScenarioEngine
{
    /// <summary>Excess over limits, in their own unit, up to which a point counts as feasible.</summary>
    private const double FeasibleWithin = 1e-9;

    private const double ImbalanceAllowed = 1e-11;
    private const double ResidualAllowed = 1e-9;

    private int _sumRow = -1;
    private double _startMiss;

    private void Prepare()
    {
        _iterations = 0;
        _point.Fit(_form);
        _columns.Fit(_form);
        _rowPrices = Room.Cleared(_rowPrices, _form.Rows.Count);
        _budgetPrices = Room.Cleared(_budgetPrices, _form.Budgets);
        PlaceTails();
        _hasColumns = false;
        _sumRow = -1;
        int widest = 1;
        for (int r = 0; r < _form.Rows.Count; r++)
        {
            int image = _form.RowColumn[r], entries = 0;
            foreach (double value in _form.Rows[r])
                entries += value != 0 ? 1 : 0;
            if (_form.Lower[image] == _form.Upper[image] && entries > widest)
                (widest, _sumRow) = (entries, r);
        }
    }

    /// <summary>One tail each, on sheets that tails with the same losses share. A solve of the same structure keeps them and their memory.</summary>
    private void PlaceTails()
    {
        bool same = _tails.Count == _form.Tails.Count;
        for (int t = 0; t < _tails.Count && same; t++)
            same = _tails[t].Sheet.Fits(_form.Tails[t]) && (_sheets.Count == _tails.Count || _tails[t].Sheet.Serves(_form.Tails[t]));
        if (same)
        {
            for (int t = 0; t < _tails.Count; t++)
                (_tails[t].Data, _tails[t].Sheet.Shift) = (_form.Tails[t], _form.Tails[t].Shift);
            return;
        }

        _sheets.Clear();
        _tails.Clear();
        foreach (TailData data in _form.Tails)
        {
            ScenarioSheet? sheet = _sheets.Find(one => one.Serves(data));
            if (sheet is null)
                _sheets.Add(sheet = new ScenarioSheet(data.Map, data.FirstColumn, data.Sign) { Shift = data.Shift });
            _tails.Add(new ScenarioTail(data, sheet));
        }
    }

    /// <summary>
    /// From what was given, or each column at the break with the largest step, which for a cost of moving is where it starts; others share what the widest row asks for.
    /// </summary>
    private void PlaceStart()
    {
        if (_start is { } start && start.Fits(_form))
        {
            start.Place(_form, _point.X, _columns, _rowPrices, _budgetPrices);
            _startMiss = _point.Repair(_form, _columns.Moving);
            _hasColumns = _startMiss <= FeasibleWithin;
        }
        else
            _start = null;
        if (_hasColumns)
            return;
        double share = 1.0 / Math.Max(1, _form.Width);
        for (int j = 0; j < _form.ProgramColumns && _start is null; j++)
        {
            double at = double.NaN, step = 0;
            for (int h = _form.HingeStart[j]; h < _form.HingeStart[j + 1]; h++)
                if (_form.Hinges[h].Weight + _form.Hinges[h].BudgetWeight > step)
                    (at, step) = (_form.Hinges[h].At, _form.Hinges[h].Weight + _form.Hinges[h].BudgetWeight);
            _point.X[j] = _form.IsThreshold[j] ? 0 : Math.Clamp(double.IsNaN(at) ? (_form.CanRest[j] ? share : 0) : at, _form.Lower[j], _form.Upper[j]);
        }

        _columns.AddAll(_form);
        _startMiss = _point.Repair(_form, _columns.Moving);
    }

    /// <summary>What a later solve of a like program can start from; null where the last one did not end here.</summary>
    internal ScenarioStart? Capture() => _hasAnswer ? new ScenarioStart(_form, _best, _columns.Moving, _bestRowPrices, _bestBudgetPrices, Anchor()) : null;

    private void BeginLevel(int step, bool movesLittle)
    {
        _columns.BeginLevel();
        foreach (ScenarioSheet sheet in _sheets)
            sheet.Begin(step, movesLittle);
        foreach (ScenarioTail tail in _tails)
            tail.Begin(step);
    }

    /// <summary>The columns whose own problems are furthest from their least value under the tails' gradient at the start; all of them where the start is not feasible.</summary>
    private void ChooseFirstColumns()
    {
        _hasColumns = true;
        int most = Math.Max(8, _form.Width / 2);
        if (_form.Width <= 32 || _startMiss > 1e-12)
        {
            _columns.AddAll(_form);
            return;
        }

        foreach (ScenarioSheet sheet in _sheets)
            sheet.PassAll(_point.X);
        _hasLosses = true;
        Array.Clear(_rowPrices);
        Span<double> budgets = _budgetPrices.AsSpan(0, _form.Budgets);
        foreach (ScenarioTail tail in _tails)
            tail.Measure(_point.X);
        double guess = GuessPrice();
        foreach (ScenarioTail tail in _tails)
            if (tail.Data.ObjectiveWeight == 0 && tail.Data.Budget >= 0)
                budgets[tail.Data.Budget] = guess;

        _bound.Begin(_form, _point.X, _rowPrices, budgets);
        Span<double> slopes = _bound.Slopes.AsSpan(0, _form.ProgramColumns);
        foreach (ScenarioTail tail in _tails)
            tail.AddTailGradient(tail.Data.Price(budgets), slopes);
        if (_sumRow >= 0)
            Level(slopes);
        _columns.Reset(_form);
        _columns.Add(_form, _bound, _point.X, budgets, double.NegativeInfinity, most);
        if (_columns.RestElsewhere(_form, _bound, _point.X, budgets))
        {
            _point.Repair(_form, _columns.Moving);
            _hasLosses = false;
        }

        budgets.Clear();
    }

    /// <summary>A price for a limited tail before anything is known: what makes it weigh as much as the objective's slopes.</summary>
    private double GuessPrice()
    {
        double slope = 0;
        for (int j = 0; j < _form.ProgramColumns; j++)
            slope = Math.Max(slope, Math.Abs(_form.Slope[j]));
        double loss = 0;
        foreach (ScenarioTail tail in _tails)
            loss = Math.Max(loss, Math.Abs(tail.Value));
        return Math.Max(0.01, slope / Math.Max(loss, 1e-12));
    }

    /// <summary>Takes the widest equality's best multiplier off the slopes, so that only differences between columns count.</summary>
    private void Level(Span<double> slopes)
    {
        double[] row = _form.Rows[_sumRow];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int j = 0; j < row.Length; j++)
            if (row[j] != 0 && _form.CanRest[j])
                (low, high) = (Math.Min(low, slopes[j] / row[j]), Math.Max(high, slopes[j] / row[j]));
        if (!(low < high))
            return;
        double reach = Math.Max(Math.Abs(low), Math.Abs(high)) + high - low;
        Axpy.Add(_bound.BestShift(_sumRow, _budgetPrices, reach).Shift, row, slopes);
    }

    /// <summary>Where no point was feasible: whether the limits on tails can be met at all.</summary>
    private SolveStatus? DisproveLimits(CancellationToken cancellation, out string reason)
    {
        int[] limited = [.. _form.Tails.Where(tail => tail.Budget >= 0).Select(tail => tail.Budget).Distinct()];
        result.Solution.Iterations = _iterations;
        return new LeastTail(program, settings).Disprove(limited, result, cancellation, out reason);
    }

    private double Size() => Math.Max(1e-3, Math.Abs(_upper));

    private double Gap()
    {
        double gap = (_upper - _lower) / Size();
        return double.IsFinite(gap) ? gap : 1;
    }

    private bool IsProved(double tolerance) => Gap() <= tolerance;

    /// <summary>The bound of given multipliers, with the covariances' tangents at a point; the slopes are left in <see cref="_bound"/>.</summary>
    private double BoundAt(ReadOnlySpan<double> at, Span<double> rowPrices, ReadOnlySpan<double> budgetPrices, ReadOnlySpan<double> tailSlopes, double tailConstant)
    {
        _bound.Begin(_form, at, rowPrices, budgetPrices);
        Axpy.Add(1.0, tailSlopes[.._form.ProgramColumns], _bound.Slopes.AsSpan(0, _form.ProgramColumns));
        _bound.End(budgetPrices, tailConstant);
        return _bound.Value;
    }

    /// <summary>
    /// Whether the answer and the multipliers that go with it prove the gap by themselves. With covariances the bound depends on where their tangents are taken: a bound found at one
    /// point and an objective found at another are both true, but whoever has only the answer takes the tangents there. The point of this round is the answer where the best one fails.
    /// </summary>
    private bool ProvesAnswer(double tolerance)
    {
        if (_form.Covariances.Count == 0 || ProvesAt(_best, _upper, tolerance))
            return true;
        if (_point.Excess > FeasibleWithin || !ProvesAt(_point.X, _point.Objective, tolerance))
            return false;
        TakeBest();
        return true;
    }

    private bool ProvesAt(ReadOnlySpan<double> x, double objective, double tolerance)
    {
        double bound = BoundAt(x[.._form.Columns], _bestRowPrices, _bestBudgetPrices, _bestTailSlopes, _bestTailConstant);
        if (!(objective - bound <= tolerance * Size()) || _bound.Residual > ResidualAllowed)
            return false;
        _lower = bound;
        return true;
    }

    private void TakeBest()
    {
        _upper = _point.Objective;
        _best = Room.For(_best, _form.Columns);
        _point.X.AsSpan().CopyTo(_best);
    }

    /// <summary>How far a multiplier of the widest row may reasonably be off: a fraction of the spread of the slopes.</summary>
    private double SlopeReach()
    {
        double size = 0;
        for (int j = 0; j < _form.ProgramColumns; j++)
            if (_columns.Moving[j])
                size = Math.Max(size, Math.Abs(_bound.Slopes[j]));
        return 1e-12 + (0.1 * size);
    }

    /// <summary>Remembers the multipliers of the best bound, that of the widest row moved to where it is best.</summary>
    private void KeepPrices(double shift, double tailConstant)
    {
        _bestTailSlopes = Room.For(_bestTailSlopes, _form.ProgramColumns);
        _tailSlopes.AsSpan(0, _form.ProgramColumns).CopyTo(_bestTailSlopes);
        _bestTailConstant = tailConstant;
        _bestRowPrices = Room.For(_bestRowPrices, _form.Rows.Count);
        _rowPrices.AsSpan(0, _form.Rows.Count).CopyTo(_bestRowPrices);
        if (_sumRow >= 0)
            _bestRowPrices[_sumRow] += shift;
        _bestBudgetPrices = Room.For(_bestBudgetPrices, _form.Budgets);
        _budgetPrices.AsSpan(0, _form.Budgets).CopyTo(_bestBudgetPrices);
        foreach (ScenarioTail tail in _tails)
            tail.KeepPrices(tail.Data.Price(_budgetPrices));
    }
}
