using System.Diagnostics;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Scenarios;

/// <summary>
/// A p3 instance as its owner would write it: a universe with prices, an account in five tax lots an asset, all with gains, CVaR, expected return and a tax on the gains, caps.
/// Measured as its owner would use it: one rebalancer, one account after the other. Lots with losses would ask for a search over the sides of the trades, which is another measurement.
/// </summary>
internal sealed class TailMandate
{
    private const int LotsPerAsset = 5;
    private const int UntimedRuns = 2;
    private const double Rate = 0.2;

    private static readonly DateOnly Today = new(2026, 3, 31);

    private readonly Rebalancer _rebalancer;
    private readonly Account _account;
    private readonly List<double> _seconds = [];

    public TailMandate(Instance instance, TaxNetting netting, double tolerance)
    {
        int assets = instance.Extent("R", 1);
        var universe = Universe.Of(Enumerable.Range(0, assets).Select(i => new Asset($"A{i:000}") { Price = 100m }));
        double[] start = instance.Doubles("w0");
        List<TaxLot> lots = [];
        for (int i = 0; i < assets; i++)
            for (int l = 0; l < LotsPerAsset; l++)
                lots.Add(new TaxLot($"A{i:000}", Math.Max(0.0001m, Math.Round((decimal)(2e5 * start[i]), 4)), 98m - (4 * (3 * (i + l) % LotsPerAsset)) - (i % 7), Today.AddDays(-800 - l)));
        _account = Account.FromLots(universe, lots, 0m, new AccountOptions { AsOf = Today });
        var set = ScenarioSet.Over(instance.Doubles("R"), assets, 1.0, universe);
        var mandate = new Mandate
        {
            Objective = new ConditionalValueAtRisk(set, instance.Scalar("beta")) + (instance.Scalar("lam") * new ExpectedReturn(universe.Values(instance.Doubles("mu")))) + new CapitalGainsTax(new FlatTax(Rate), netting),
            Limits = [Limits.FullyInvested, new WeightBounds(0, instance.Scalar("cap"))],
            CostSettlement = CostSettlement.Outside,
        };
        _rebalancer = new Rebalancer(mandate, universe, new RebalanceSettings { BreakTies = false, Solver = new SolverSettings { Tolerance = tolerance } });
    }

    /// <summary>Seconds of the timed runs, ascending.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    /// <summary>Seconds of the first run, with whatever had to be recorded and compiled for it.</summary>
    public double FirstSeconds { get; private set; }

    /// <summary>Rebalances the account again and again; the last result.</summary>
    public RebalanceResult Run(int runs)
    {
        long begun = Stopwatch.GetTimestamp();
        RebalanceResult result = _rebalancer.Rebalance(_account);
        FirstSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        for (int run = -UntimedRuns; run < runs; run++)
        {
            begun = Stopwatch.GetTimestamp();
            result = _rebalancer.Rebalance(_account);
            if (run >= 0)
                _seconds.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        _seconds.Sort();
        return result;
    }
}
