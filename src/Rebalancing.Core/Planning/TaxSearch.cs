using Rebalancing.Lowering;
using Rebalancing.Mandates;
using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>
/// The best plan of a mandate with taxes. The tax is the least of a few convex pieces, so the best plan is the best of the best plans under each piece; and under each piece a search decides
/// which securities are sold at a loss and which may be bought.
/// </summary>
internal sealed class TaxSearch
{
    private readonly ITaxed _taxed;
    private readonly (RebalanceWorker Worker, HarvestSearch Search)[] _pieces;
    private readonly int[] _order;
    private readonly double _gap;
    private int _best;

    private TaxSearch(Mandate mandate, RebalanceSettings settings, Widening? widening, ITaxed[] parts)
    {
        _gap = settings.LotSearchGap;
        _taxed = parts.FirstOrDefault(part => part.WashSales is not null) ?? parts[0];
        int pieces = parts.Any(part => part.IsNetted) ? _taxed.Rules.Pieces.Count : 1;
        _pieces = new (RebalanceWorker, HarvestSearch)[pieces];
        // a piece that holds everywhere has a plan whenever there is one; what it is worth cuts the others short
        _order = [.. Enumerable.Range(0, pieces).OrderBy(p => _taxed.Rules.Pieces[p].IsBounded)];
        for (int p = 0; p < pieces; p++)
        {
            var choice = new TaxChoice { Piece = p, AverageCost = _taxed.Rules.Matching != ShareMatching.Lots };
            var worker = new RebalanceWorker(mandate, settings, widening, choice);
            _pieces[p] = (worker, new HarvestSearch(worker, choice, settings.LotSearchSolves, settings.LotSearchGap));
        }
    }

    /// <summary>Null for mandates that do not speak of tax lots.</summary>
    public static TaxSearch? Of(Mandate mandate, RebalanceSettings settings, Widening? widening)
    {
        ITaxed[] parts = [.. TaxedParts.Of(mandate)];
        return parts.Length == 0 ? null : new TaxSearch(mandate, settings, widening, parts);
    }

    /// <summary>The worker whose last solve is the answer.</summary>
    public RebalanceWorker Best => _pieces[_best].Worker;

    /// <summary>No plan has a smaller objective.</summary>
    public double Bound { get; private set; }

    /// <summary>Whether <see cref="Bound"/> is near enough to the answer to call it optimal.</summary>
    public bool IsProved { get; private set; }

    /// <summary>Iterations of the engine over all convex programs.</summary>
    public int Iterations => _pieces.Sum(piece => piece.Worker.Iterations);

    /// <summary>Searches piece by piece until <paramref name="within"/>; what is left then stays unproved.</summary>
    public SolveResult Solve(Account account, Deadline within, CancellationToken cancellation)
    {
        LotClasses classes = LotClasses.Of(account, _taxed);
        double best = double.PositiveInfinity;
        SolveResult? answer = null;
        Bound = double.PositiveInfinity;
        foreach (int p in _order)
        {
            (RebalanceWorker worker, HarvestSearch search) = _pieces[p];
            worker.ForgetIterations();
            SolveResult result = search.Solve(account, classes, best, within, cancellation);
            Bound = Math.Min(Bound, search.Bound);
            // without any answer so far the last status is said; a failure is not hidden by an infeasible piece
            if (search.Best < best || (answer is null) || (best == double.PositiveInfinity && result.Status != SolveStatus.Infeasible)) (best, answer, _best) = (search.Best, result, p);
        }
        IsProved = best - Bound <= _gap * Math.Max(1e-3, Math.Abs(best));
        return answer!;
    }
}
