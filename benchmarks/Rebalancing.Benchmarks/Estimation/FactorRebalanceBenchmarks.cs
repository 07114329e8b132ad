using BenchmarkDotNet.Attributes;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Estimation;

/// <summary>10,000 assets, 100 factors, trading costs, long-only with a cap: to target weights, and to target exposures. Solves again from the recorded program.</summary>
public class FactorRebalanceBenchmarks
{
    private const int Assets = 10_000, Factors = 100;

    private readonly Dictionary<string, ProgramSolver> _solvers = [];

    /// <summary>Which mandate.</summary>
    [Params("target weights", "target exposures", "tracking in bands", "exposures and variance", "hedged change", "variance and return", "return and exposures", "exposure bands")]
    public string Wish { get; set; } = "target weights";

    /// <summary>Whether the factors are correlated.</summary>
    [Params(false, true)]
    public bool Correlated { get; set; }

    /// <summary>One account, drawn from a seeded sequence.</summary>
    [GlobalSetup]
    public void Setup()
    {
        FactorModel model = RiskParityBenchmarks.Model(Assets, Factors, Correlated);
        var random = new Random(3);
        double[] now = Shares(random), wanted = Shares(random), exposures = model.Exposures(wanted);
        double[] returns = [.. Enumerable.Range(0, Assets).Select(_ => 0.05 + (0.1 * random.NextDouble()))], costs = [.. Enumerable.Range(0, Assets).Select(_ => 0.0005 + (0.001 * random.NextDouble()))];
        var change = new double[Factors];
        change[1] = 0.05;
        double[] scale = [.. Enumerable.Repeat(0.05, Factors)], band = [.. Enumerable.Repeat(0.002, Factors)];
        Universe universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")]);
        Account account = Account.FromWeights(universe, now, 100_000_000m);
        Objective objective = Wish switch
        {
            "target weights" or "tracking in bands" => 10.0 * new TrackingVariance(model, wanted),
            "target exposures" => 10.0 * new FactorTracking(model, exposures) + 10.0 * new SpecificVariance(model),
            "exposures and variance" => 10.0 * new FactorTracking(model, exposures, DistanceKind.Squared, scale) + 2.5 * new Variance(model),
            "return and exposures" => 2.5 * new Variance(model) + new ExpectedReturn(returns) + 0.5 * new FactorTracking(model, exposures, DistanceKind.Squared, scale),
            "hedged change" => 10.0 * new TradeVariance(model),
            _ => 2.5 * new Variance(model) + new ExpectedReturn(returns),
        };
        Limit[] limits = [new CashBand(0, 0), Limits.LongOnly, Limits.MaxWeight(0.01)];
        if (Wish == "hedged change") limits = [.. limits, new FactorChange(model, change, change)];
        if (Wish is "exposure bands" or "tracking in bands") limits = [.. limits, FactorExposureBounds.Within(model, exposures, band)];
        var mandate = new Mandate { Objective = objective + new TradingCost(costs), Limits = limits, CostSettlement = CostSettlement.Outside };
        _solvers[Wish] = new ProgramSolver(new MandateProgram(mandate, universe).Read(account));
        if (Solve() != SolveStatus.Optimal) throw new InvalidOperationException($"{Wish} was not solved");
    }

    /// <summary>One cold solve.</summary>
    [Benchmark]
    public SolveStatus Solve() => _solvers[Wish].Solve().Status;

    private static double[] Shares(Random random)
    {
        double[] shares = [.. Enumerable.Range(0, Assets).Select(_ => random.NextDouble())];
        double sum = shares.Sum();
        for (int i = 0; i < shares.Length; i++) shares[i] /= sum;
        return shares;
    }
}
