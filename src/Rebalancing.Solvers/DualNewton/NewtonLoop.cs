using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Semismooth Newton on the dual with fixed curvatures: answer the prices, measure, eliminate the factor prices, solve the small problem in the row
/// prices, list who can move, search along the line, step.
/// </summary>
internal sealed class NewtonLoop
{
    /// <summary>After a step shorter than this, rates are averaged over the stretch ahead.</summary>
    private const double ShortStep = 0.3;

    /// <summary>The longest step while all coordinates are watched.</summary>
    private const double LongestStep = 4;

    private readonly SeparableDualProgram _program;
    private readonly DualPoint _point;
    private readonly ReferencePoint _reference;
    private readonly ActiveList _list;
    private readonly ProximalTerm _proximal;
    private readonly RowRegularisation _regularisation;
    private readonly MovingSet _moving;
    private readonly Residuals _residuals;
    private readonly Direction _direction;
    private readonly SlopeWindow _window;
    private readonly CoordinateSide _coordinateSide;
    private readonly FactorSide _factorSide;
    private readonly RowStep _rowStep;
    private readonly LineFunction _line;
    private readonly LineSearch _search;
    private readonly IntSlab _changed;
    private readonly Slab _difference;
    private readonly Slab _fresh;
    private readonly Slab _rate;
    private readonly Slab _priceDirection;
    private bool _listed;
    private double _lastStep;

    public NewtonLoop(
        Arena arena, SeparableDualProgram program, DualPoint point, ReferencePoint reference, ProximalTerm proximal, int listCapacity)
    {
        (_program, _point, _reference, _proximal) = (program, point, reference, proximal);
        int rows = program.Rows.Count, padded = program.Functions.Padded;
        _list = new ActiveList(arena, program, listCapacity);
        _regularisation = new RowRegularisation(arena, program);
        _moving = new MovingSet(arena, padded);
        _residuals = new Residuals(arena, program);
        _direction = new Direction(arena, program);
        _window = new SlopeWindow(arena, program);
        _coordinateSide = new CoordinateSide(arena, program, Math.Min(program.Count, Math.Max(0, program.Loadings.Factors - 1)));
        _factorSide = new FactorSide(arena, program);
        _rowStep = new RowStep(arena, program.Rows);
        _line = new LineFunction(arena, program, point, _direction);
        _search = new LineSearch(_line, rows);
        _changed = arena.Ints(padded);
        _difference = arena.Doubles(padded);
        _fresh = arena.Doubles(padded);
        _rate = arena.Doubles(padded);
        _priceDirection = arena.Doubles(padded);
    }

    public Residuals Residuals => _residuals;

    public int Iterations { get; private set; }

    public int Evaluations => _line.Evaluations;

    public int RowRounds => _rowStep.Rounds;

    /// <summary>Exposure residual at which the factor prices count as settled.</summary>
    public double ExposureTolerance { get; init; } = 1e-8;

    /// <summary>Whether screening is used; without it every step passes over all loadings.</summary>
    public bool Screening { get; set; } = true;

    /// <summary>After the curvatures changed inside a solve.</summary>
    public void Reconsider() => _regularisation.Prepare(_proximal);

    public void BeginSolve()
    {
        Iterations = 0;
        _line.Evaluations = 0;
        _reference.Passes = 0;
        _lastStep = 1;
        _regularisation.Prepare(_proximal);
    }

    /// <summary>Runs until rows are met within <paramref name="rowTolerance"/> and the gap is below <paramref name="gapTolerance"/>.</summary>
    public LoopEnd Run(double rowTolerance, double gapTolerance, int limit, LoopWatch watch)
    {
        Rebase();
        while (true)
        {
            Answer();
            _residuals.Measure(_program, _point);
            watch.Tell(Iterations, _residuals, _lastStep);
            if (_residuals.Violation <= rowTolerance && _residuals.Exposure <= ExposureTolerance && IsClosed(gapTolerance))
                return LoopEnd.Converged;
            if (Iterations >= limit)
                return LoopEnd.IterationLimit;
            if (watch.Interruption() is { } interruption)
                return interruption;
            if (watch.HasCutoff && DualValue.Estimate(_program, _point, _program.Rows.OfBudgets(_reference.Nu)) > watch.Cutoff)
                return LoopEnd.AboveCutoff;
            if (!double.IsFinite(_residuals.Gap))
                return LoopEnd.Diverged;
            if (Iterations > 0 && _lastStep < ShortStep)
                _window.Average(
                    _residuals, _direction.Nu, _lastStep, _listed ? _list : null, _listed ? _list.Price : _reference.Price, _moving);
            if (!FindDirection())
                return LoopEnd.LostPivot;
            ChooseView();
            Step();
            Iterations++;
        }
    }

    /// <summary>The gap counts relative to the dual value where that is above one.</summary>
    private bool IsClosed(double tolerance) =>
        _residuals.Gap <= tolerance
        || (_residuals.Gap < 1 && _residuals.Gap <= tolerance * Math.Abs(DualValue.Estimate(_program, _point, _program.Rows.OfBudgets(_reference.Nu))));

    /// <summary>Prices at the reference with the linear part now in force, and the short list that leads from there to the point.</summary>
    private void Rebase()
    {
        _program.Rows.Combine(_point.Lambda, _point.Nu, _point.Combined);
        _reference.SetPrices(_proximal.Linear);
        _direction.Combined.Clear();
        _direction.Nu.Clear();
        bool atReference = _point.Combined.SequenceEqual(_reference.Lambda) && _point.Nu.SequenceEqual(_reference.Nu);
        _listed = false;
        if (atReference)
            return;
        _program.Functions.Minimise(_reference.Price, _fresh, _rate);
        FindMargins();
        if (Screening && _list.Build(_reference, _point, _direction))
        {
            _listed = true;
            TakeAnswers();
            return;
        }

        _reference.MoveTo(_point);
        _reference.SetPrices(_proximal.Linear);
    }

    /// <summary>x, exposures, activities and the moving set at the point.</summary>
    private void Answer()
    {
        ScalarFamily functions = _program.Functions;
        if (!_listed)
        {
            functions.Minimise(_reference.Price, _fresh, _rate);
            TakeAnswers();
            _moving.Count = Changes.Positive(_rate, _program.Count, _moving.ListRoom, _moving.RatesRoom);
            return;
        }

        functions.MinimisePacked(_list.Count, _list.Price, _fresh, _rate);
        Span<double> x = _point.X, fresh = _fresh, difference = _difference, rate = _rate;
        Span<int> changed = _changed;
        int count = 0;
        _moving.Clear();
        ReadOnlySpan<int> list = _list.List;
        for (int t = 0; t < list.Length; t++)
        {
            int i = list[t];
            double move = fresh[t] - x[i];
            if (move != 0)
            {
                changed[count] = i;
                difference[count++] = move;
                x[i] = fresh[t];
            }

            if (rate[t] > 0)
                _moving.Add(i, rate[t]);
        }

        _point.Apply(_program, changed[..count], difference[..count]);
    }

    private void TakeAnswers()
    {
        int count = Changes.Take(_fresh, _point.X, _program.Count, _changed, _difference);
        _point.Apply(_program, _changed.Span[..count], _difference.Span[..count]);
    }

    private bool FindDirection()
    {
        CondensedSystem system = _moving.Count <= _coordinateSide.Capacity ? _coordinateSide : _factorSide;
        _program.Functions.FindChargeSlopes(_moving.List, _point.X);
        if (!system.Assemble(_moving, _residuals, _point))
            return false;
        _regularisation.AddTo(system.Curvature, system.Stride, _residuals);
        int rows = _program.Rows.Count;
        Span<double> gradient = system.Gradient, nu = _point.Nu, step = _direction.Nu, target = _direction.Target;
        ReadOnlySpan<double> curvature = system.Curvature;
        for (int r = 0; r < rows; r++)
            gradient[r] -= Dot.Product(curvature.Slice(r * system.Stride, system.Stride), nu);
        if (!_rowStep.Solve(gradient, curvature, system.Stride, nu, target))
            return false;
        for (int r = 0; r < rows; r++)
            step[r] = target[r] - nu[r];
        system.Recover(_moving, _residuals, step, _direction.Lambda);
        _program.Rows.Combine(_direction.Lambda, step, _direction.Combined);
        return true;
    }

    /// <summary>The short list if it is short, else a pass over all loadings with the reference brought to the point.</summary>
    private void ChooseView()
    {
        bool wasListed = _listed;
        if (Screening)
        {
            if (!_reference.HasMargins && !wasListed)
                FindMargins();
            if (_reference.HasMargins && _list.Build(_reference, _point, _direction))
            {
                _listed = true;
                _line.Begin(_residuals, _list);
                return;
            }
        }

        _listed = false;
        _priceDirection.Span.Clear();
        _reference.MoveTo(_point, _direction.Combined, _priceDirection);
        if (wasListed)
            _reference.SetPrices(_proximal.Linear);
        _program.Rows.AddPrices(_direction.Nu, _priceDirection);
        _line.Begin(_residuals, _reference, _priceDirection);
    }

    private void Step()
    {
        double largest = _listed ? 1 : LongestStep;
        double alpha = _search.Find(largest);
        _regularisation.Learn(alpha, Math.Min(largest, _line.LargestStep), _search.SlopeAtEnd, _line.InitialSlope);
        _lastStep = alpha;
        Axpy.Add(alpha, _direction.Lambda, _point.Lambda);
        Span<double> nu = _point.Nu;
        for (int r = 0; r < _program.Rows.Count; r++)
            nu[r] = Landed(r, nu[r], alpha);
        _program.Rows.Combine(_point.Lambda, nu, _point.Combined);
        if (_listed)
            _list.Advance(_point, alpha);
        else
            _reference.Advance(_point, alpha, _priceDirection);
    }

    /// <summary>A row price that reaches zero is exactly zero.</summary>
    private double Landed(int row, double nu, double alpha)
    {
        if (alpha == 1)
            return _direction.Target[row];
        double landed = nu + (alpha * _direction.Nu[row]);
        return Math.Abs(landed) < 1e-13 * Math.Abs(nu) ? 0 : landed;
    }

    private void FindMargins()
    {
        _program.Functions.Margins(_reference.Price, _rate, _reference.Margin);
        _reference.HasMargins = true;
    }
}
