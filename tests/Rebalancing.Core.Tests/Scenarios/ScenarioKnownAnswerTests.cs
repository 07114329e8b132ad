namespace Rebalancing.Core.Tests;

/// <summary>Discrete tails worked out by hand, and the example of Rockafellar and Uryasev (2000).</summary>
public class ScenarioKnownAnswerTests
{
    [TestCase(20, 0.90, 19.5)]
    [TestCase(10, 0.85, 29.0 / 3)]
    [TestCase(10, 0.95, 10.0)]
    [TestCase(1, 0.95, 1.0)]
    public void ValueAt_LossesOneToN_SplitsTheAtomAtTheBorder(int count, double confidence, double expected)
    {
        ScenarioSet set = ScenarioSet.Over([.. Enumerable.Range(1, count).Select(loss => -(double)loss)], 1, 1);
        Universe universe = Universe.Of("A");
        Assert.That(new ConditionalValueAtRisk(set, confidence).ValueAt(Account.FromWeights(universe, [1.0], 1m), [1.0]), Is.EqualTo(expected).Within(Tolerances.Summation));
    }

    /// <summary>
    /// Normal returns: the portfolio of least CVaR under a required return is that of least variance, with VaR and CVaR of the paper. A program over draws converges to them
    /// at the rate of sampling: the standard error of CVaR at 0.90 over 20,000 draws is about 0.0008.
    /// </summary>
    [Test]
    public void Rebalance_TheExampleOfRockafellarAndUryasev_ConvergesToItsNumbers([Values(0.90, 0.95)] double confidence)
    {
        Universe universe = Universe.Of("S&P 500", "Gov Bond", "Small Cap");
        double[] mu = [0.0101110, 0.0043532, 0.0137058];
        double[] covariance = [0.00324625, 0.00022983, 0.00420395, 0.00022983, 0.00049937, 0.00019247, 0.00420395, 0.00019247, 0.00764097];
        ScenarioSet set = ScenarioGenerator.Normal(universe.Values(mu), covariance, 20_000, 1 / 12.0, seed: 20);
        var tail = new ConditionalValueAtRisk(set, confidence);
        Account account = Account.FromWeights(universe, [0.4, 0.3, 0.3], 1_000_000m);
        double[] published = [0.452013, 0.115573, 0.432414];
        double expected = confidence == 0.90 ? 0.096975 : 0.115908;
        Assert.That(tail.ValueAt(account, published), Is.EqualTo(expected).Within(0.0025));
        var mandate = new Mandate { Objective = tail, Limits = [Limits.FullyInvested, Limits.LongOnly, new LinearLimit("Return", universe.Values(mu), 0.011, double.PositiveInfinity)] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double least = tail.ValueAt(account, result.Weights);
        Assert.That(least, Is.LessThanOrEqualTo(tail.ValueAt(account, published) + Tolerances.PeerNumber));
        Assert.That(least, Is.EqualTo(expected).Within(0.0025));
        Assert.That(result.Weights[0] + result.Weights[2], Is.EqualTo(published[0] + published[2]).Within(0.02));
    }
}
