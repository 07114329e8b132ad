using Rebalancing.Solvers.DualNewton;

namespace Rebalancing.Solvers.Norms;

/// <summary>
/// Programs that would be separable but for one norm limit (a volatility, a tracking error). The limit has a price theta, one more scalar multiplier:
/// <code>
///   minimise f(x), |x|_q &lt;= r      =     max over theta >= 0 of  [ min f(x) + theta/2 |x|_q^2 ] - theta/2 r^2
/// </code>
/// The inner minimum is the dual Newton method's, each time from where it stood. Its bound less theta/2 r^2 bounds the program at any theta; the answer is the inner one whose norm is r.
/// </summary>
/// <remarks>One instance, one thread at a time. Memory is remade when the ragged structure changes; other solves write into it.</remarks>
internal sealed class NormSolver(StructuredProgram program, SolverSettings settings)
{
    private const int MostSolves = 60;

    /// <summary>The norm must end this part of the tolerance or less below its radius, never above.</summary>
    private const double Margin = 0.1;

    /// <summary>No norm is placed more exactly than this part of its radius.</summary>
    private const double LeastMargin = 1e-14;

    /// <summary>Gaps are relative to the objective, but to no less than this.</summary>
    private const double LeastObjective = 1e-3;

    /// <summary>Prices this much above or below the first one are not moderate any more.</summary>
    private const double Moderate = 1e12;

    private static readonly SolveRequest FromLast = new() { ContinuesLast = true };

    private readonly NormPriceSearch _search = new();
    private int _structureVersion = -1;
    private string _objection = "";
    private NormForm? _form;
    private SolveResult? _inner;
    private DualNewtonSolver? _dualNewton;
    private double _price;
    private bool _hasAnswer;

    /// <summary>Whether the program has a limit of this kind.</summary>
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
        solution.LowerBound = double.NegativeInfinity;
        _form.Refresh();
        _search.Begin();
        bool continues = request.ContinuesLast && _hasAnswer;
        _hasAnswer = false;
        double first = _form.FirstPrice();
        _price = continues ? _price : 0;
        SolveRequest from = continues ? FromLast : request.Start is null ? SolveRequest.Default : new SolveRequest { Start = request.Start };
        for (int solve = 0; solve < MostSolves; solve++)
        {
            if (result.Deadline.HasPassed)
                return End(result, SolveStatus.TimeLimit, "the time limit came first", out reason);
            SolveStatus? status = SolveInner(result, from, cancellation, out reason);
            if (status is null && _price == 0)
            {
                // without the norm too little is curved: its squares are what the method needs
                (_price, from) = (first, SolveRequest.Default);
                continue;
            }

            if (status is null)
                return false;
            if (status != SolveStatus.Optimal)
                return End(result, status.Value, reason, out reason);
            if (solution.LowerBound > request.ObjectiveCutoff)
                return End(result, SolveStatus.CutOff, "a lower bound passed the cutoff", out reason);
            from = FromLast;
            if (Judge(result, first) is not { } next)
                return End(result, SolveStatus.Optimal, "it is separable but for a norm, which has a price of its own", out reason);
            if (next > Moderate * first || (next < first / Moderate && next > 0) || next == _price)
                break;
            _price = next;
        }

        reason = "no moderate price of the norm keeps it within its radius";
        return false;
    }

    private void Prepare()
    {
        if (_structureVersion == program.StructureVersion)
            return;
        _structureVersion = program.StructureVersion;
        _hasAnswer = false;
        _form = NormForm.Read(program, out _objection);
        if (_form is null)
            return;
        _inner = new SolveResult(new Solution(_form.Priced)) { Completion = () => _dualNewton!.Complete(_inner!.Solution) };
        _dualNewton = new DualNewtonSolver(_form.Priced, settings, _inner);
    }

    /// <summary>Solves at the present price, and raises the lower bound. Null: the dual Newton method gave up.</summary>
    private SolveStatus? SolveInner(SolveResult result, SolveRequest from, CancellationToken cancellation, out string reason)
    {
        Solution solution = result.Solution;
        _form!.SetPrice(_price);
        _inner!.Forget(result.Deadline);
        if (!_dualNewton!.TrySolve(_inner, from, cancellation, out reason))
            return null;
        Solution found = _inner.Solution;
        solution.Iterations += found.Iterations;
        if (found.Status == SolveStatus.Optimal)
            solution.LowerBound = Math.Max(solution.LowerBound, found.LowerBound - (0.5 * _price * _form.Radius * _form.Radius));
        return found.Status;
    }

    /// <summary>The price to try next; null where the inner answer is the answer, which is then written.</summary>
    private double? Judge(SolveResult result, double first)
    {
        Solution solution = result.Solution;
        double radius = _form!.Radius, norm = _form.Of(_inner!.Solution);
        double objective = _dualNewton!.Engine!.Certificate.Objective - (0.5 * _price * norm * norm), size = Math.Max(LeastObjective, Math.Abs(objective)), tolerance = settings.Tolerance;
        bool isClosed = objective - solution.LowerBound <= tolerance * size;
        if (norm <= radius && isClosed)
        {
            solution.TakeValues(_inner.Solution);
            solution.TakeMultipliers(_inner.Solution);
            solution.NormPrices[0] = _price * radius;
            _hasAnswer = true;
            return null;
        }

        // what the norm falls short of its radius by costs theta r times as much
        double margin = Math.Clamp(tolerance * size / Math.Max(_price * radius * radius, double.Epsilon), LeastMargin / Margin, tolerance) * Margin, target = radius * (1 - (0.5 * margin));
        double own = norm > 0 ? _form.CurvedPart(_inner.Solution) / (norm * norm) : 0;
        double model = ((own + _price) * norm / target) - own;
        return _search.Next(_price, (1 / target) - (1 / norm), _price > 0 || model > 0 ? model : first);
    }

    private static bool End(SolveResult result, SolveStatus status, string why, out string reason)
    {
        (result.Solution.Status, result.Solution.Engine, result.Solution.EngineReason) = (status, EngineKind.DualNewton, why);
        reason = why;
        return true;
    }
}
