using Rebalancing.Accounts;
using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Planning;

/// <summary>
/// Decides for each class of securities whether it is sold at a loss or bought, with a proof. Every node solves the convex program of one decision, which is a plan; the multipliers of
/// that plan price all other decisions one class at a time, by minimising over each asset alone the better of its two sides, its specific risk and trading costs included. The sum of these minima is
/// a lower bound on every plan of the node (the convex envelope of each asset, seen from the multipliers), and the class that gains most by changing sides is branched on.
/// </summary>
internal sealed class HarvestSearch
{
    /// <summary>Changes of sides tried at the root and in every other node before branching.</summary>
    private const int RoundsAtRoot = 10, RoundsInNode = 2;

    private readonly RebalanceWorker _worker;
    private readonly TaxChoice _choice;
    private readonly int _mostNodes;
    private readonly double _gap;
    private readonly PriorityQueue<Node, (double Bound, int Order)> _open = new();
    private NetworkPricing? _pricing;
    private Block _priced;
    private int[][] _classes = [];
    private double[] _selling = [], _buying = [], _sellUpper = [], _buyUpper = [];
    private int[] _firstFlow = [];
    private Account? _account;
    private LotSide[] _incumbent = [];
    private double _closedBound;

    public HarvestSearch(RebalanceWorker worker, TaxChoice choice, int mostNodes, double gap) => (_worker, _choice, _mostNodes, _gap) = (worker, choice, mostNodes, gap);

    private sealed record Node(LotSide[] Fixed, LotSide[] Tried, double Bound);

    /// <summary>Convex programs solved for the account solved last.</summary>
    public int Solves { get; private set; }

    /// <summary>Objective of the best plan found; infinite if there is none.</summary>
    public double Best { get; private set; }

    /// <summary>No plan has a smaller objective.</summary>
    public double Bound { get; private set; }

    /// <summary>
    /// Finds the best sides; the worker's last solve is afterwards that of <see cref="Best"/>. Plans not better than <paramref name="cutoff"/> are not looked for: then there is no best, and the status may be
    /// CutOff. What was found until <paramref name="within"/> stands, with the bound proved until then.
    /// </summary>
    public SolveResult Solve(Account account, LotClasses classes, double cutoff, Deadline within, CancellationToken cancellation)
    {
        (_account, _classes, Solves, Best, _closedBound) = (account, [.. classes.Open], 0, double.PositiveInfinity, double.PositiveInfinity);
        _choice.Sides = [.. classes.Sides];
        _choice.KeptLots = classes.KeptLots;
        _choice.Disallowed = classes.Disallowed;
        _worker.ContinuesLast = false;
        _worker.Cutoff = cutoff;
        _worker.Within = within;
        SolveResult result = Relax(cancellation);
        // from here on every solve is a plan whose prices are needed, whatever it is worth
        _worker.Cutoff = double.PositiveInfinity;
        double value = ValueOf(result);
        if (_classes.Length == 0 || result.Status != SolveStatus.Optimal)
        {
            Best = value;
            Bound = result.Status switch
            {
                SolveStatus.Optimal => result.LowerBound,
                SolveStatus.Infeasible or SolveStatus.CutOff => double.PositiveInfinity,
                _ => double.NegativeInfinity,
            };
            return result;
        }
        LoadFlows(account);
        if (_pricing is null || _priced != _worker.LotFlows) (_pricing, _priced) = (new NetworkPricing(_worker.Program, _worker.LotFlows), _worker.LotFlows);
        _pricing.TakeBounds();
        Price(result);
        var free = new LotSide[_classes.Length];
        _open.Clear();
        _incumbent = [];
        _open.Enqueue(new Node(free, Cheapest(free), result.LowerBound), (result.LowerBound, 0));
        int order = 1;
        SolveStatus? stopped = null;
        while (_open.TryDequeue(out Node? node, out _))
        {
            double prune = Math.Min(Best, cutoff);
            stopped = cancellation.IsCancellationRequested ? SolveStatus.Cancelled : within.HasPassed ? SolveStatus.TimeLimit : Solves >= _mostNodes ? SolveStatus.IterationLimit : null;
            if (node.Bound >= prune - Slack(prune) || stopped is not null)
            {
                _closedBound = Math.Min(_closedBound, node.Bound);
                if (stopped is not null) break;
                continue;
            }
            Branch(node, ref order, cutoff, cancellation);
        }
        foreach ((Node node, _) in _open.UnorderedItems) _closedBound = Math.Min(_closedBound, node.Bound);
        Bound = Math.Min(_closedBound, Best);
        if (_incumbent.Length == 0)
        {
            // the solve that happened to be the last says nothing about the others
            result.Solution.Status = stopped ?? (double.IsPositiveInfinity(_closedBound) ? SolveStatus.Infeasible : double.IsFinite(cutoff) ? SolveStatus.CutOff : SolveStatus.NumericalFailure);
            return result;
        }
        Take(_incumbent);
        // the plan that was found is written down even where its time is up
        _worker.Within = Deadline.Never;
        return _worker.SolveConvex(account, cancellation);
    }

    private double Slack(double value) => _gap * Math.Max(1e-3, Math.Abs(value));

    /// <summary>Every class may do both: sells its losses and buys back. Cheap, weak, and a place to price from.</summary>
    private SolveResult Relax(CancellationToken cancellation) => _worker.SolveConvex(_account!, cancellation);

    private void Branch(Node node, ref int order, double cutoff, CancellationToken cancellation)
    {
        LotSide[] tried = node.Tried;
        double bound = node.Bound;
        int worst = -1;
        double[] children = [];
        for (int round = 0; round < (order == 1 ? RoundsAtRoot : RoundsInNode); round++)
        {
            Take(tried);
            SolveResult result = _worker.SolveConvex(_account!, cancellation);
            Solves++;
            _worker.ContinuesLast = true;
            if (result.Status != SolveStatus.Optimal)
            {
                if (worst < 0) worst = Array.IndexOf(node.Fixed, LotSide.Open);
                // every side is decided and no plan exists: nothing is left open here
                if (worst < 0 && result.Status == SolveStatus.Infeasible) return;
                break;
            }
            double value = ValueOf(result);
            if (value < Best) (Best, _incumbent) = (value, tried);
            Price(result);
            double here = result.LowerBound;
            for (int c = 0; c < tried.Length; c++)
                if (node.Fixed[c] == LotSide.Open) here += Math.Min(0, Other(tried, c));
            if (here > bound || children.Length == 0)
            {
                bound = Math.Max(bound, here);
                (worst, children) = MostWrong(node, tried, result.LowerBound);
            }
            LotSide[] next = Cheapest(node.Fixed);
            if (worst < 0 || bound >= Math.Min(Best, cutoff) - Slack(Best) || next.AsSpan().SequenceEqual(tried)) break;
            tried = next;
        }
        if (worst < 0 || node.Fixed[worst] != LotSide.Open)
        {
            _closedBound = Math.Min(_closedBound, bound);
            return;
        }
        for (int s = 0; s < 2; s++)
        {
            LotSide[] sides = [.. node.Fixed];
            sides[worst] = s == 0 ? LotSide.Selling : LotSide.Buying;
            double childBound = children.Length == 0 ? bound : Math.Max(bound, children[s]);
            _open.Enqueue(new Node(sides, Cheapest(sides), childBound), (childBound, order++));
        }
    }

    /// <summary>By how much the Lagrangian falls when a class changes from the tried side to the other.</summary>
    private double Other(LotSide[] tried, int c) => tried[c] == LotSide.Selling ? _buying[c] - _selling[c] : _selling[c] - _buying[c];

    /// <summary>The free class that gains most by changing sides, and the bounds of its two children at these multipliers; -1 when none gains.</summary>
    private (int Class, double[] Children) MostWrong(Node node, LotSide[] tried, double lower)
    {
        int worst = -1;
        double most = 0, sum = lower;
        for (int c = 0; c < tried.Length; c++)
        {
            if (node.Fixed[c] != LotSide.Open) continue;
            double other = Other(tried, c);
            sum += Math.Min(0, other);
            if (other < most) (worst, most) = (c, other);
        }
        if (worst < 0) return (-1, []);
        double stays = sum - most, changes = sum;
        return (worst, tried[worst] == LotSide.Selling ? [stays, changes] : [changes, stays]);
    }

    /// <summary>The cheaper side of every class that is not fixed, at the multipliers priced last.</summary>
    private LotSide[] Cheapest(LotSide[] fixedSides)
    {
        var sides = new LotSide[fixedSides.Length];
        for (int c = 0; c < sides.Length; c++)
            sides[c] = fixedSides[c] != LotSide.Open ? fixedSides[c] : _selling[c] < _buying[c] ? LotSide.Selling : LotSide.Buying;
        return sides;
    }

    private void Take(LotSide[] sides)
    {
        for (int c = 0; c < sides.Length; c++)
            foreach (int i in _classes[c]) _choice.Sides[i] = sides[c];
    }

    private void LoadFlows(Account account)
    {
        LotTable lots = account.Lots;
        ReadOnlySpan<double> gain = _choice.AverageCost ? lots.AverageGainRate : lots.GainRate;
        (_selling, _buying) = (new double[_classes.Length], new double[_classes.Length]);
        (_sellUpper, _buyUpper) = ([.. lots.Upper], [.. lots.Upper]);
        for (int f = 0; f < lots.Upper.Length; f++)
            if (lots.Sign[f] > 0) _sellUpper[f] = 0;
        for (int l = 0; l < lots.Count; l++)
        {
            if (gain[l] >= 0) continue;
            _buyUpper[lots.FlowOfLot[l]] = 0;
            if (_choice.KeptLots[l]) _sellUpper[lots.FlowOfLot[l]] = 0;
        }
        _firstFlow = new int[account.Universe.Count + 1];
        foreach (int i in lots.Coordinate) _firstFlow[i + 1]++;
        for (int i = 0; i < _firstFlow.Length - 1; i++) _firstFlow[i + 1] += _firstFlow[i];
    }

    private void Price(SolveResult result)
    {
        _pricing!.Load(result.Solution);
        for (int c = 0; c < _classes.Length; c++)
        {
            (_selling[c], _buying[c]) = (0, 0);
            foreach (int i in _classes[c])
            {
                _selling[c] += _pricing.Minimum(i, _firstFlow[i], _firstFlow[i + 1], _sellUpper, 0);
                _buying[c] += _pricing.Minimum(i, _firstFlow[i], _firstFlow[i + 1], _buyUpper, double.PositiveInfinity);
            }
        }
    }

    /// <summary>The objective of an answer; infinite without one.</summary>
    internal static double ValueOf(SolveResult result)
    {
        if (result.Status != SolveStatus.Optimal) return double.PositiveInfinity;
        double sum = 0;
        for (int owner = 0; owner < result.Solution.Program.OwnerCount; owner++) sum += result.ValueOfOwner(owner);
        return sum;
    }
}
