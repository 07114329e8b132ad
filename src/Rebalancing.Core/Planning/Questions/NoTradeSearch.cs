using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>
/// Ends of no-trade intervals with everything else optimised again. The asset is locked at a holding v that cash pays for, and the account solved: the slope G'(v) of everything but
/// the asset's own trading rises with v, because the best value of everything else is convex in it. The asset rests where -buy &lt;= G'(v) &lt;= sell; the ends are roots.
/// </summary>
internal sealed class NoTradeSearch
{
    /// <summary>An end is found to this, a thousandth of a basis point of account value, or to a slope of this size.</summary>
    private const double Close = 1e-7, Level = 1e-10;

    /// <summary>An asset that rests this far out, ten times account value, has no end there.</summary>
    private const double Farthest = 10;

    private const double FirstStep = 1e-3;
    private const int MostSolves = 60;

    private readonly Account _account;
    private readonly StartingPrices? _start;
    private readonly CancellationToken _cancellation;
    private readonly MovingLock _lock = new();
    private readonly RebalanceWorker _worker;
    private StructuredProgram? _program;
    private SlopeAttribution? _slopes;
    private RestingIntervals? _rest;

    public NoTradeSearch(Mandate mandate, Account account, RebalanceSettings settings, StartingPrices? start, CancellationToken cancellation)
    {
        (_account, _start, _cancellation) = (account, start, cancellation);
        _worker = new RebalanceWorker(mandate with { Limits = [.. mandate.Limits, _lock] }, settings with { Solver = settings.Solver with { Tolerance = Math.Min(settings.Solver.Tolerance, 1e-10) } });
    }

    public NoTradeInterval Find(NoTradeInterval marginal)
    {
        _lock.Asset = _account.Universe.IndexOf(marginal.Symbol);
        return marginal with { Kind = IntervalKind.Exact, Low = End(marginal.Weight, marginal.Low, -1), High = End(marginal.Weight, marginal.High, +1) };
    }

    private double End(double held, double marginal, int side)
    {
        double inside = held, outside = double.IsFinite(marginal) ? marginal : held + (side * FirstStep);
        double insideBy = Beyond(inside, side), outsideBy = Beyond(outside, side);
        for (double step = FirstStep; outsideBy < 0; step *= 4)
        {
            (inside, insideBy) = (outside, outsideBy);
            outside += side * step;
            if (Math.Abs(outside) > Farthest) return side * double.PositiveInfinity;
            outsideBy = Beyond(outside, side);
        }

        for (int solve = 0; solve < MostSolves && Math.Abs(outside - inside) > Close && outsideBy > Level && insideBy < -Level; solve++)
        {
            // a straight line through both ends; every third time the middle, so that a bend cannot make it slow
            double part = solve % 3 == 2 || double.IsInfinity(outsideBy) ? 0.5 : insideBy / (insideBy - outsideBy);
            double middle = inside + (part * (outside - inside)), by = Beyond(middle, side);
            if (by < 0) (inside, insideBy) = (middle, by);
            else (outside, outsideBy) = (middle, by);
        }

        return outsideBy <= Level || insideBy < -Level ? outside : inside;
    }

    /// <summary>By how much the slope at a holding is beyond what trading costs can hold on this side: negative where the asset rests; infinite where limits cannot all hold.</summary>
    private double Beyond(double weight, int side)
    {
        SolveResult result = _worker.Solve(_account.Moved(_lock.Asset, weight), _cancellation, _start);
        _cancellation.ThrowIfCancellationRequested();
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.OptimalWithinGap)) return double.PositiveInfinity;
        if (!ReferenceEquals(_program, _worker.Program))
        {
            _program = _worker.Program;
            (_slopes, _rest) = (new SlopeAttribution(_program), new RestingIntervals(_program, _worker.Holdings, _worker.Trades));
        }

        _slopes!.Compute(result.Solution);
        (double slope, double below, double above) = _rest!.At(_lock.Asset, result.Solution, _slopes);
        return side > 0 ? slope + below : -slope - above;
    }

    /// <summary>One asset at a time is not traded. Belongs to one worker.</summary>
    private sealed class MovingLock : Limit
    {
        public int Asset { get; set; }

        public override string Name => "the locked asset";

        protected internal override void Lower(ProgramWriter program, in AccountView account)
        {
            int n = program.Trades.Length;
            Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
            lower.Fill(double.NegativeInfinity);
            upper.Fill(double.PositiveInfinity);
            lower[Asset] = upper[Asset] = 0;
            program.Bounds(program.Trades, lower, upper);
        }
    }
}
