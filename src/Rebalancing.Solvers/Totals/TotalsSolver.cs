using Rebalancing.Numerics;
using Rebalancing.Solvers.DualNewton;

namespace Rebalancing.Solvers.Totals;

/// <summary>
/// Programs that would be separable but for a few totals of flows. With x everything else, A x the totals and phi what they cost:
/// <code>
///   min f(x) + phi(A x)  =  max over prices p of  [ min f(x) + p'A x ] - phi*(p)
/// </code>
/// The inner minimum is separable: the dual Newton method finds it, from where it stood, in a fraction of a first solve. Each inner point is a point of the program and each inner value a lower
/// bound; mixtures of the points and cuts by the bounds close in on the optimum from both sides. Where summands tie at the optimal price (two lots are equally good to sell), no inner point
/// is the answer, but a mixture of two is.
/// </summary>
/// <remarks>One instance, one thread at a time. Memory is remade when the ragged structure changes; other solves write into it.</remarks>
internal sealed class TotalsSolver
{
    private const int MostPoints = 40;

    /// <summary>Gaps are relative to the objective, but to no less than this.</summary>
    private const double LeastObjective = 1e-3;

    /// <summary>One round in so many tries the prices of the mixture itself; the others the mean of its points' prices.</summary>
    private const int JumpsEvery = 3;

    /// <summary>Walls at the bounds of totals are made steeper this often, by this factor, before the interior point is asked whether the bounds can be kept at all.</summary>
    private const int MostSteepenings = 3;
    private const double Steepening = 10;

    /// <summary>Part of the tolerance that the search goes for; it is content with the whole where it comes to rest.</summary>
    private const double Ambition = 0.1;

    private static readonly SolveRequest FromLast = new() { ContinuesLast = true };

    private readonly StructuredProgram _program;
    private readonly SolverSettings _settings;
    private int _structureVersion = -1;
    private string _objection = "";
    private TotalsForm? _form;
    private PricedProgram? _priced;
    private SolveResult? _inner;
    private DualNewtonSolver? _dualNewton;
    private MixtureProgram? _mixture;
    private double[] _prices = [];
    private double[] _totals = [];
    private TotalsPoint[] _points = [];
    private double[] _triedPrices = [];
    private int _tried;
    private double _bound;

    public TotalsSolver(StructuredProgram program, SolverSettings settings) => (_program, _settings) = (program, settings);

    /// <summary>Whether the program has totals of this kind.</summary>
    public bool Applies
    {
        get
        {
            Prepare();
            return _form is not null;
        }
    }

    /// <summary>Solves the present numbers. False: nothing can be made of the answer, and the reason says why the interior point should take over.</summary>
    public bool TrySolve(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        Prepare();
        reason = _objection;
        if (_form is null)
            return false;
        Solution solution = result.Solution;
        solution.FitFlows();
        solution.Iterations = 0;
        _priced!.Refresh();
        _mixture!.Clear();
        _tried = 0;
        _bound = double.NegativeInfinity;
        double steepening = 1;
        _form.Fill(steepening);
        Begin(request);
        int steepenings = 0;
        bool asksInner = true;
        while (_tried < MostPoints)
        {
            if (result.Deadline.HasPassed)
                return End(result, SolveStatus.TimeLimit, "the time limit came first", out reason);
            SolveStatus? inner = asksInner ? SolveInner(result, request, cancellation, out reason) : SolveStatus.Optimal;
            if (inner is SolveStatus.Cancelled or SolveStatus.TimeLimit)
                return End(result, inner.Value, reason, out reason);
            if (inner != SolveStatus.Optimal)
                return false;
            if (_bound > request.ObjectiveCutoff)
                return End(result, SolveStatus.CutOff, "a lower bound passed the cutoff", out reason);
            if (Mix() is not { } value)
            {
                reason = "the mixture of known points was not found";
                return false;
            }

            double tolerance = _settings.Tolerance * Math.Max(LeastObjective, Math.Abs(value));
            asksInner = value - _bound > Ambition * tolerance && Advance();
            if (asksInner)
                continue;
            if (value - _bound > tolerance)
            {
                reason = "the prices of the totals came to rest before the gap was closed";
                return false;
            }

            if (_form.Violation(_totals) <= _settings.Tolerance * Size())
                return Write(result, out reason);
            if (steepenings++ >= MostSteepenings)
                break;
            _form.Fill(steepening *= Steepening);
        }

        reason = _tried >= MostPoints ? "the search for prices of the totals ran out of rounds" : "no moderate prices keep the totals within their bounds";
        return false;
    }

    private void Prepare()
    {
        if (_structureVersion == _program.StructureVersion)
            return;
        _structureVersion = _program.StructureVersion;
        _form = TotalsForm.Read(_program, out _objection);
        if (_form is null)
            return;
        int totals = _form.Rows.Count;
        _priced = new PricedProgram(_program, _form);
        _inner = new SolveResult(new Solution(_priced.Program)) { Completion = () => _dualNewton!.Complete(_inner!.Solution) };
        _dualNewton = new DualNewtonSolver(_priced.Program, _settings, _inner);
        _mixture = new MixtureProgram(MostPoints, totals);
        (_prices, _totals) = (new double[totals], new double[totals]);
        _points = new TotalsPoint[MostPoints];
        _triedPrices = new double[MostPoints * totals];
    }

    /// <summary>Prices to begin with: those of the last answer, or those of totals that nothing is added to.</summary>
    private void Begin(SolveRequest request)
    {
        for (int t = 0; t < _prices.Length; t++)
            _prices[t] = request.ContinuesLast && _dualNewton!.Engine is { HasAnswer: true }
                ? Math.Clamp(_prices[t], _form!.Curves[t].LeastPrice, _form.Curves[t].LargestPrice)
                : _form!.Curves[t].Price(0);
    }

    /// <summary>Solves at the present prices, keeps the point, and where the lower bound rose the multipliers that prove it. Null: the dual Newton method gave up.</summary>
    private SolveStatus? SolveInner(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        Solution solution = result.Solution;
        _priced!.SetPrices(_prices);
        _inner!.Forget(result.Deadline);
        SolveRequest from = _tried > 0 || request.ContinuesLast ? FromLast : request.Start is null ? SolveRequest.Default : new SolveRequest { Start = request.Start };
        if (!_dualNewton!.TrySolve(_inner, from, cancellation, out reason))
            return null;
        Solution found = _inner.Solution;
        solution.Iterations += found.Iterations;
        if (found.Status != SolveStatus.Optimal)
            return found.Status;
        _priced.Totals(found, _totals);
        _prices.CopyTo(_triedPrices, _tried++ * _prices.Length);
        int place = _mixture!.Add(_priced.Objective(found), _totals);
        TotalsPoint point = _points[place] ??= new TotalsPoint(_program.Columns, _program.Rows, _program.FlowCount, _totals.Length);
        point.Take(found, _prices);
        double bound = found.LowerBound - _form!.Conjugate(_prices);
        if (bound > _bound || _tried == 1)
        {
            _bound = bound;
            TakeMultipliers(found, solution);
        }

        return SolveStatus.Optimal;
    }

    /// <summary>The best mixture of the points so far: its value and its totals. Null where it was not found.</summary>
    private double? Mix()
    {
        if (!_mixture!.Solve(_form!.Curves))
            return null;
        _mixture.Totals(_totals);
        return _mixture.Objective() + _form.Value(_totals);
    }

    /// <summary>
    /// The prices to try next; false where there is nothing new to try. Two ways take turns: the mean of the mixture's prices with its shares, exact where totals are linear in prices (nothing
    /// changes between the points), and the mixture's own prices, exact where totals jump (lots that tie).
    /// </summary>
    private bool Advance()
    {
        for (int way = 0; way < 2; way++)
        {
            bool takesMean = _tried % JumpsEvery != 0;
            if (takesMean == (way == 0))
                TakeMeanPrices();
            else
                _mixture!.Prices.CopyTo(_prices, 0);
            if (!WereTried())
                return true;
        }

        return false;
    }

    private void TakeMeanPrices()
    {
        Array.Clear(_prices);
        for (int p = 0; p < _mixture!.Count; p++)
            Axpy.Add(_mixture.Shares[p], _points[p].Prices, _prices);
    }

    private bool WereTried()
    {
        const double Rounding = 1e-13;
        for (int p = 0; p < _tried; p++)
        {
            double size = 0, distance = 0;
            for (int t = 0; t < _prices.Length; t++)
            {
                size = Math.Max(size, Math.Abs(_prices[t]));
                distance = Math.Max(distance, Math.Abs(_prices[t] - _triedPrices[(p * _prices.Length) + t]));
            }

            if (distance <= Rounding * size)
                return true;
        }

        return false;
    }

    private double Size()
    {
        double size = 1;
        foreach (double total in _totals)
            size = Math.Max(size, Math.Abs(total));
        return size;
    }

    private void TakeMultipliers(Solution from, Solution to)
    {
        to.TakeMultipliers(from);
        for (int t = 0; t < _prices.Length; t++)
            to.ImagePrices[_form!.Rows[t].Block.Start + _form.Rows[t].Row] = _prices[t];
    }

    /// <summary>Writes the mixture.</summary>
    private bool Write(SolveResult result, out string reason)
    {
        Solution solution = result.Solution;
        Span<double> columns = solution.Columns.Values, images = solution.Images.Values, flows = solution.Flows.Values.AsSpan(0, _program.FlowCount);
        columns.Clear();
        images.Clear();
        flows.Clear();
        for (int p = 0; p < _mixture!.Count; p++)
        {
            double share = _mixture.Shares[p];
            if (share == 0)
                continue;
            Axpy.Add(share, _points[p].Columns, columns);
            Axpy.Add(share, _points[p].Images, images);
            Axpy.Add(share, _points[p].Flows, flows);
        }

        for (int t = 0; t < _totals.Length; t++)
        {
            int row = _form!.Rows[t].Block.Start + _form.Rows[t].Row;
            double ofBounds = _form.PriceOfBounds(t, _totals[t], solution.ImagePrices[row]);
            (images[row], solution.Images.LowerDuals[row], solution.Images.UpperDuals[row]) = (_totals[t], Math.Max(0, -ofBounds), Math.Max(0, ofBounds));
        }

        return End(result, SolveStatus.Optimal, "it is separable but for a few totals of flows, which have prices of their own", out reason);
    }

    private bool End(SolveResult result, SolveStatus status, string why, out string reason)
    {
        Solution solution = result.Solution;
        (solution.Status, solution.Engine, solution.EngineReason, solution.LowerBound) = (status, EngineKind.DualNewton, why, _bound);
        reason = why;
        return true;
    }
}
