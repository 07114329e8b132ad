using Rebalancing.Solvers.DualNewton;

namespace Rebalancing.Solvers.Norms;

/// <summary>
/// Programs that would be separable but for one norm limit (a volatility, a tracking error). The limit has a price theta, one more scalar multiplier:
/// <code>
///   minimise f(x), |x|_q &lt;= r      =     max over theta >= 0 of  [ min f(x) + theta/2 |x|_q^2 ] - theta/2 r^2
/// </code>
/// The inner minimum is the dual Newton method's, each time from where it stood. Its bound less theta/2 r^2 bounds the program at any theta; the answer is the inner one whose norm is r.
/// </summary>
internal sealed class NormSolver(StructuredProgram program, SolverSettings settings) : OuterPriceSolver(program, settings)
{
    private const int MostSolves = 60;

    /// <summary>The norm must end this part of the tolerance or less below its radius, never above.</summary>
    private const double Margin = 0.1;

    /// <summary>No norm is placed more exactly than this part of its radius.</summary>
    private const double LeastMargin = 1e-14;

    /// <summary>Prices this much above or below the first one are not moderate any more.</summary>
    private const double Moderate = 1e12;

    private readonly NormPriceSearch _search = new();
    private NormForm? _form;
    private double _price;
    private bool _hasAnswer;

    /// <inheritdoc/>
    protected override StructuredProgram? Read(out string objection)
    {
        _hasAnswer = false;
        _form = NormForm.Read(Program, out objection);
        return _form?.Priced;
    }

    /// <inheritdoc/>
    protected override SolveStatus? Search(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        _form!.Refresh();
        _search.Begin();
        bool continues = request.ContinuesLast && _hasAnswer;
        _hasAnswer = false;
        double first = _form.FirstPrice();
        _price = continues ? _price : 0;
        SolveRequest from = continues ? FromLast : FromOutside(request);
        for (int solve = 0; solve < MostSolves; solve++)
        {
            if (result.Deadline.HasPassed)
            {
                reason = "the time limit came first";
                return SolveStatus.TimeLimit;
            }

            SolveStatus? status = SolvePriced(result, from, cancellation, out reason);
            if (status is null && _price == 0)
            {
                // without the norm too little is curved: its squares are what the method needs
                (_price, from) = (first, SolveRequest.Default);
                continue;
            }

            if (status != SolveStatus.Optimal)
                return status;
            if (result.Solution.LowerBound > request.ObjectiveCutoff)
            {
                TakeMultipliers(result.Solution);
                reason = "a lower bound passed the cutoff";
                return SolveStatus.CutOff;
            }

            from = FromLast;
            if (Judge(result, first) is not { } next)
            {
                reason = "it is separable but for a norm, which has a price of its own";
                return SolveStatus.Optimal;
            }

            if (next > Moderate * first || (next < first / Moderate && next > 0) || next == _price)
                break;
            _price = next;
        }

        reason = "no moderate price of the norm keeps it within its radius";
        return null;
    }

    /// <summary>Solves at the present price, and raises the lower bound. Null: the dual Newton method gave up.</summary>
    private SolveStatus? SolvePriced(SolveResult result, SolveRequest from, CancellationToken cancellation, out string reason)
    {
        _form!.SetPrice(_price);
        SolveStatus? status = SolveInner(result, from, cancellation, out reason);
        if (status == SolveStatus.Optimal)
            result.Solution.LowerBound = Math.Max(result.Solution.LowerBound, Inner.LowerBound - (0.5 * _price * _form.Radius * _form.Radius));
        return status;
    }

    /// <summary>The price to try next; null where the inner answer is the answer, which is then written.</summary>
    private double? Judge(SolveResult result, double first)
    {
        Solution solution = result.Solution;
        double radius = _form!.Radius, norm = _form.Of(Inner);
        double objective = InnerObjective - (0.5 * _price * norm * norm), size = Math.Max(LeastObjective, Math.Abs(objective)), tolerance = Settings.Tolerance;
        bool isClosed = objective - solution.LowerBound <= tolerance * size;
        if (norm <= radius && isClosed)
        {
            solution.TakeValues(Inner);
            TakeMultipliers(solution);
            _hasAnswer = true;
            return null;
        }

        // what the norm falls short of its radius by costs theta r times as much
        double margin = Math.Clamp(tolerance * size / Math.Max(_price * radius * radius, double.Epsilon), LeastMargin / Margin, tolerance) * Margin, target = radius * (1 - (0.5 * margin));
        double own = norm > 0 ? _form.CurvedPart(Inner) / (norm * norm) : 0;
        double model = ((own + _price) * norm / target) - own;
        return _search.Next(_price, (1 / target) - (1 / norm), _price > 0 || model > 0 ? model : first);
    }

    /// <summary>The separable program's multipliers, and the price theta r of the norm itself, whose square has the price theta.</summary>
    private void TakeMultipliers(Solution to)
    {
        to.TakeMultipliers(Inner);
        to.NormPrices[0] = _price * _form!.Radius;
    }
}
