namespace Rebalancing.Docs.Tests;

/// <summary>Names that the pages use without declaring them: what a reader has at hand. They are compiled against and never read.</summary>
/// <remarks>Lower case, as they stand in the pages.</remarks>
public abstract class PageNames
{
    public abstract Universe universe { get; }

    public abstract Account account { get; }

    public abstract IReadOnlyList<Account> accounts { get; }

    public abstract Mandate mandate { get; }

    public abstract Rebalancer rebalancer { get; }

    public abstract RebalanceResult result { get; }

    public abstract Plan lastPlan { get; }

    public abstract RebalanceDocument document { get; }

    public abstract CancellationToken cancellation { get; }

    public abstract DenseRisk risk { get; }

    public abstract FactorModel model { get; }

    public abstract FactorEstimate estimate { get; }

    public abstract DenseMap loadings { get; }

    public abstract double[] covariance { get; }

    public abstract double[] factorCovariance { get; }

    public abstract double[] factorVariances { get; }

    public abstract AssetValues specificVariances { get; }

    public abstract double[] exposures { get; }

    public abstract AssetValues forecast { get; }

    public abstract DenseRisk errors { get; }

    public abstract AssetValues target { get; }

    public abstract AssetValues benchmark { get; }

    public abstract double[] weights { get; }

    public abstract AssetValues marketWeights { get; }

    public abstract AssetValues spreads { get; }

    public abstract AssetValues costs { get; }

    public abstract AssetValues dailyVolatility { get; }

    public abstract AssetValues dailyTradedValue { get; }

    public abstract double[,] prices { get; }

    public abstract DateOnly[] dates { get; }

    public abstract ReturnSeries returns { get; }

    public abstract ReturnSeries history { get; }

    public abstract ScenarioSet days { get; }

    public abstract StressScenario lehman { get; }

    public abstract StressScenario covid { get; }

    public abstract IReadOnlyList<TaxLot> lots { get; }

    public abstract IReadOnlyList<TaxLot> lotsOfTheOtherAccounts { get; }

    public abstract decimal cash { get; }

    public abstract TaxRules rules { get; }
}
