namespace Rebalancing.Core.Tests.Planning;

/// <summary>Where no engine reaches its tolerance, the numbers that are the reason are named.</summary>
[TestFixture]
internal sealed class TroubleTests
{
    private static readonly Universe Universe = Universe.Of("A", "B", "C", "D");

    private static readonly Account Start = Account.FromWeights(Universe, [0.25, 0.25, 0.25, 0.2], 1_000_000m);

    [Test]
    public void Rebalance_VariancesThatDifferBeyondAllPrecision_NamesTheCostAndTheTwoAssets()
    {
        DenseRisk risk = Risk([1e-13, 1e-2, 1e6, 1e16]);
        RebalanceResult result = Solve(risk, [2e-8, 3e-1, 5e2, 7e6]);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.NumericalFailure), result.ToString());
        Assert.That(result.Problems[0], Is.EqualTo("The numbers of Variance differ too much in size: 1E-26 for A and 1E+32 for D."));
        Assert.That(result.ToString(), Does.StartWith("NumericalFailure. The numbers of Variance"));
        Assert.That(result.Plan, Is.Null);
    }

    [Test]
    public void OfNumbers_AFiniteBoundThatStandsForInfinity_IsNamed()
    {
        IReadOnlyList<string> problems = Problems(Risk([0.1, 0.2, 0.15, 0.3]), new LinearLimit("Beta", [0.5, 1, 1.5, 1], -1e30, 1));
        Assert.That(problems.Single(), Does.StartWith("A bound of Beta").And.Contain("is -1E+30; a limit that is not meant to hold is left out, or infinite"));
    }

    [Test]
    public void OfNumbers_ACoefficientInAnotherUnit_IsNamedWithItsAsset()
    {
        IReadOnlyList<string> problems = Problems(Risk([0.1, 0.2, 0.15, 0.3]), new LinearLimit("Money", [0.5, 1, 3e9, 1], double.NegativeInfinity, 1));
        Assert.That(problems.Single(), Does.StartWith("A coefficient of Money").And.Contain("is 3E+09 for C"));
    }

    [Test]
    public void OfNumbers_ANearSingularCovariance_NamesTheAssetThatFollowsFromTheOthers()
    {
        // C = 0.4 A + 0.6 B but for a millionth of a percent a year
        double[] loadings = [0.2, 0.0, 0.05, 0.15, 0.11, 0.09, 0.1, 0.1];
        double[] rows = [.. Enumerable.Range(0, 16).Select(at => (loadings[2 * (at / 4)] * loadings[2 * (at % 4)]) + (loadings[(2 * (at / 4)) + 1] * loadings[(2 * (at % 4)) + 1]) + (at == 15 ? 0.01 : at == 10 ? 1e-14 : 0))];
        IReadOnlyList<string> problems = Problems(DenseRisk.FromRows(rows, 4, Universe));
        Assert.That(problems.Single(), Does.StartWith("The covariance of Variance is singular but for rounding: C follows from the assets before it"));
    }

    [Test]
    public void OfNumbers_HarmlessNumbers_SaysThatNothingStandsOut()
    {
        Assert.That(Problems(Risk([0.1, 0.2, 0.15, 0.3])).Single(), Does.Contain("no cost's or limit's numbers stand out"));
    }

    private static DenseRisk Risk(double[] volatilities) =>
        DenseRisk.FromRows([.. Enumerable.Range(0, 16).Select(at => volatilities[at / 4] * volatilities[at % 4] * (at / 4 == at % 4 ? 1 : 0.3))], 4, Universe);

    private static Mandate MandateOf(DenseRisk risk, double[] returns, params Limit[] more) =>
        new() { Objective = 3.0 * new Variance(risk) + new ExpectedReturn(returns) + new TradingCost([0.001, 0.001, 0.001, 0.001]), Limits = [Limits.FullyInvested, Limits.LongOnly, .. more] };

    private static RebalanceResult Solve(DenseRisk risk, double[] returns) => new Rebalancer(MandateOf(risk, returns), Universe).Rebalance(Start);

    private static IReadOnlyList<string> Problems(DenseRisk risk, params Limit[] more)
    {
        Mandate mandate = MandateOf(risk, [0.03, 0.04, 0.05, 0.06], more);
        var worker = new Rebalancing.Planning.RebalanceWorker(mandate, RebalanceSettings.Default);
        worker.Solve(Start, CancellationToken.None);
        return Rebalancing.Planning.Trouble.OfNumbers(mandate, Start, worker.Program);
    }
}
