using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Programs whose risk is a tail over many scenarios. Only scenarios near a threshold and columns away from their resting points matter, so a small problem of both is solved by an
/// interior point, priced against everything once, and grown; subsamples of the scenarios lead the way to the full set.
/// </summary>
/// <remarks>The loop below is the method; everything it names is a file in this room. The answer is called optimal only where <see cref="ScenarioBound"/> proves the gap.</remarks>
internal sealed partial class ScenarioEngine(StructuredProgram program, SolverSettings settings, SolveResult result, bool isAskedForLeast = false)
{
    private const int MostRounds = 60;

    /// <summary>Scenarios of a subsample to those of the next coarser one.</summary>
    private const int StepFactor = 4;

    /// <summary>Share of the tail's probability on each side of the threshold that is explicit at first where a start was given.</summary>
    private const double StartBand = 0.15;
    private const double FirstBand = 0.6;
    private const double Safety = 0.25;

    private const int MostFailures = 4;

    /// <summary>Before any point was feasible, a column rests only with a margin this many times larger: limits may need it yet.</summary>
    private const double UnprovenMargin = 3;

    /// <summary>Fewer scenarios than this are no more work for the interior point.</summary>
    private const int WorthScenarios = 400;

    private readonly ScenarioCompiler _compiler = new(program);
    private readonly List<int> _steps = [];
    private readonly List<ScenarioSheet> _sheets = [];
    private readonly List<ScenarioTail> _tails = [];
    private readonly ColumnSet _columns = new();
    private readonly ScenarioPoint _point = new();
    private readonly ScenarioBound _bound = new();
    private readonly ReducedBuilder _builder = new();
    private readonly ReducedSolver _reduced = new();
    private ScenarioForm _form = new();
    private double[] _rowPrices = [], _budgetPrices = [], _best = [], _bestRowPrices = [], _bestBudgetPrices = [], _tailSlopes = [], _bestTailSlopes = [];
    private ScenarioStart? _start;
    private bool _hasColumns, _hasLosses, _hasAnswer, _hasMovedAnchor, _mayBeOutOfReach;
    private double _upper, _lower, _residual, _bestTailConstant;
    private int _iterations;

    /// <summary>Whether the program is tall enough for this engine, or it was asked for.</summary>
    internal static bool IsFor(StructuredProgram program, EngineKind asked) =>
        asked == EngineKind.Scenarios || (asked == EngineKind.Auto && ScenarioCompiler.TallRows(program) >= WorthScenarios);

    /// <summary>Whether the last solve ended with an answer.</summary>
    internal bool HasAnswer => _hasAnswer;

    /// <summary>Solves where the program fits and the method closes the gap; otherwise says why not, and another engine takes over.</summary>
    internal bool TrySolve(SolveRequest request, CancellationToken cancellation, out string reason)
    {
        _start = request.ContinuesLast && _hasAnswer ? Capture() : request.Start?.Scenarios;
        _hasAnswer = false;
        if (!_compiler.TryRead(out _form, out reason))
            return false;
        Prepare();
        PlaceStart();
        PlaceLadder();
        _mayBeOutOfReach = !isAskedForLeast && _form.Tails.Exists(tail => tail.Budget >= 0);
        for (int level = 0; level < _steps.Count; level++)
        {
            bool isLast = level == _steps.Count - 1;
            double before = level == 0 ? 0 : (double)_form.FewestRows / _steps[level - 1];
            double tolerance = isLast ? settings.Tolerance : Math.Max(settings.Tolerance, 0.5 / Math.Sqrt((double)_form.FewestRows / _steps[level]));
            SolveStatus? end = RunLevel(_steps[level], before, tolerance, cancellation);
            reason = "stopped";
            if (end is null && _mayBeOutOfReach && double.IsPositiveInfinity(_upper))
            {
                _mayBeOutOfReach = false;
                end = DisproveLimits(cancellation, out reason) ?? RunLevel(_steps[level], before, tolerance, cancellation);
            }

            if (end is { } status)
            {
                (result.Solution.Status, result.Solution.Engine, result.Solution.EngineReason) = (status, EngineKind.Scenarios, reason);
                return true;
            }

            if (isLast && !IsProved(tolerance))
            {
                reason = FormattableString.Invariant($"the scenario engine was left with a gap of {(_upper - _lower) / Size():E1}");
                return false;
            }
        }

        WriteAnswer();
        reason = "";
        return true;
    }

    /// <summary>Subsamples, coarse to fine: each has at least 24 scenarios a column, or the reduced problem fits their noise. A start given from outside needs none.</summary>
    private void PlaceLadder()
    {
        _steps.Clear();
        _steps.Add(1);
        while (_start is null && (double)_form.FewestRows / (_steps[^1] * StepFactor) >= 24 * _form.Width)
            _steps.Add(_steps[^1] * StepFactor);
        _steps.Reverse();
    }

    /// <summary>One subsample: rounds of solve, price and grow until its gap is below the tolerance. Returns a status only where the solve was stopped from outside.</summary>
    private SolveStatus? RunLevel(int step, double rowsBefore, double tolerance, CancellationToken cancellation)
    {
        BeginLevel(step, movesLittle: _start is not null || (rowsBefore > 0 && step == 1 && StaysNear()));
        _hasLosses = false;
        if (!_hasColumns)
            ChooseFirstColumns();
        _hasMovedAnchor = false;
        PlaceAnchors(_start is null ? _point.X : _start.Anchor);
        KeepPlace();
        AdoptColumns();
        (_upper, _lower, _residual) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        double safety = Safety, rounding = 1e-3, lastGap = 1;
        int poor = 0, failures = 0;
        bool isSame = false;
        for (int round = 0; round < MostRounds; round++)
        {
            if (cancellation.IsCancellationRequested)
                return SolveStatus.Cancelled;
            if (result.Deadline.HasPassed)
                return SolveStatus.TimeLimit;
            Measure();
            if (round > 0)
            {
                double gap = Gap();
                Report(gap);
                if (gap <= tolerance && (step > 1 || ProvesAnswer(tolerance)))
                    return null;
                poor += gap > 0.8 * lastGap && gap < 0.5 ? 1 : 0;
                if (gap > 0.5 * lastGap && gap < 1e-3)
                    (safety, rounding) = (safety * 0.2, rounding * 0.1);
                lastGap = gap;
                if (safety < 1e-9 || failures > MostFailures)
                    return null;
            }

            if (round == 0)
                LabelTails(rowsBefore);
            foreach (ScenarioTail tail in _tails)
                isSame &= round > 0 && tail.Refresh() == 0;
            double target = Math.Max(1e-9, Math.Abs(double.IsFinite(_upper) ? _upper : _point.Objective));
            double wanted = Math.Max(tolerance * safety, round == 0 ? 2e-3 : Math.Min(2e-3, lastGap * 0.02 * safety / Safety));
            bool solved = SolveReduced(wanted * Math.Max(target, 1e-3), isSame);
            isSame = false;
            failures += solved ? 0 : 1;
            if (!solved && _mayBeOutOfReach && double.IsPositiveInfinity(_upper))
                return null;
            if (!solved && _columns.AddAll(_form))
            {
                AdoptColumns();
                continue;
            }

            TakeSolution();
            Price(rounding);
            int rested = solved && poor < 2 ? _columns.Rest(_form, _bound, _point.X, _budgetPrices, double.IsFinite(_upper) ? 1 : UnprovenMargin) : 0;
            _columns.Snap(_form, _bound, _point.X, _budgetPrices, Math.Min(1e-5, 1e-2 * lastGap));
            _point.Repair(_form, _columns.Moving);
            int added = _columns.Add(_form, _bound, _point.X, _budgetPrices, tolerance * target * 0.002 * safety / Safety, Math.Max(16, _columns.Count));
            isSame = solved && rested == 0 && added == 0;
            AdoptColumns();
        }

        return null;
    }

    /// <summary>Losses at the point; columns that have begun to move are copied on the way.</summary>
    private void AdoptColumns()
    {
        foreach (ScenarioSheet sheet in _sheets)
            sheet.Adopt(_columns.Moving, _point.X, _hasLosses);
        _hasLosses = false;
    }

    /// <summary>Wide on the first subsample; later as wide as the last one's threshold was uncertain.</summary>
    private double BandOf(ScenarioTail tail, double rowsBefore)
    {
        if (_start is not null && tail.Data.ThresholdColumn >= 0)
            return StartBand;
        if (rowsBefore == 0 || tail.Data.ThresholdColumn < 0)
            return FirstBand;
        double largest = tail.Data.WeightOf(0) * tail.Data.Count, inTail = rowsBefore * tail.Data.Target / Math.Max(largest, 1e-300);
        return Math.Clamp(1.5 * Math.Sqrt(_columns.Count / Math.Max(1, inTail)), 0.02, 0.8);
    }

    /// <summary>First labels from the losses that are known; where those are an anchor's, the point itself is measured next if that is cheap.</summary>
    private void LabelTails(double rowsBefore)
    {
        bool isExact = true, wasExact = true;
        foreach (ScenarioTail tail in _tails)
        {
            tail.Label(BandOf(tail, rowsBefore), _point.X);
            wasExact &= tail.IsExact;
            tail.MeasureStart(_point.X);
            isExact &= tail.IsExact;
        }

        if (isExact && !wasExact)
            TakeMeasured(isExact: true);
    }

    /// <summary>Thresholds, tail values and objective at the point; the best feasible one is kept.</summary>
    private void Measure()
    {
        bool isExact = true;
        foreach (ScenarioTail tail in _tails)
        {
            if (!tail.Measure(_point.X))
            {
                LeaveAnchor(tail.Sheet);
                tail.Measure(_point.X);
            }

            isExact &= tail.IsExact;
        }

        TakeMeasured(isExact);
    }

    private void TakeMeasured(bool isExact)
    {
        _point.Evaluate(_form, _tails);
        if (isExact && _point.Excess <= FeasibleWithin && _point.Objective < _upper)
            TakeBest();
    }

    /// <summary>Where neither scenarios nor columns have changed since, the last solve goes on from where it ended.</summary>
    private bool SolveReduced(double tolerance, bool goesOn)
    {
        if (!goesOn)
            _builder.Build(_form, _tails, _columns.Moving, _point.X, _rowPrices, _budgetPrices);
        bool solved = goesOn ? _reduced.Tighten(tolerance) : _reduced.Solve(_builder.Problem, tolerance);
        _iterations += _reduced.Iterations;
        return solved;
    }

    /// <summary>Values of the free columns and multipliers, taken over into the whole.</summary>
    private void TakeSolution()
    {
        ReducedProblem problem = _builder.Problem;
        for (int q = 0; q < _builder.Columns.Count; q++)
            if (double.IsFinite(problem.X[q]))
                _point.X[_builder.Columns[q]] = problem.X[q];
        for (int e = 0; e < _builder.Rows.Count; e++)
            _rowPrices[_builder.Rows[e]] = problem.EqualityPrices[e];
        for (int k = 0; k < _form.Budgets; k++)
            _budgetPrices[k] = Math.Max(0, problem.BudgetPrices[k]);
        _point.Clip(_form);
        _point.Repair(_form, _columns.Moving);
    }

    /// <summary>The bound from this round's multipliers, made admissible for all scenarios; its slopes price all columns.</summary>
    private void Price(double rounding)
    {
        _tailSlopes = Room.Cleared(_tailSlopes, _form.ProgramColumns);
        double constant = 0, imbalance = 0;
        int start = 0;
        foreach (ScenarioTail tail in _tails)
        {
            double price = tail.Data.Price(_budgetPrices);
            constant += tail.Settle(_reduced.Prices.Slice(start, tail.ExplicitCount), price, rounding, _tailSlopes);
            imbalance = Math.Max(imbalance, Math.Abs(tail.Imbalance(price)) / Math.Max(price, 1e-300));
            start += Lanes.PadTo8(tail.ExplicitCount);
        }

        double value = BoundAt(_point.X, _rowPrices, _budgetPrices, _tailSlopes, constant), shift = 0;
        if (_sumRow >= 0 && double.IsFinite(_upper) && _upper - value > settings.Tolerance * Size())
        {
            (shift, double gain) = _bound.BestShift(_sumRow, _budgetPrices, SlopeReach());
            value += gain;
        }

        if (imbalance > ImbalanceAllowed || _bound.Residual > ResidualAllowed || double.IsNaN(value))
            return;
        if (value > _lower)
        {
            _lower = value;
            KeepPrices(shift, constant);
        }
    }
}
