namespace Rebalancing.Core.Tests.Estimation;

public class CovarianceReferenceTests
{
    [TestCase("ppo-est-samplecov-dummy", ReturnKind.Simple, 1e-5, 0)]
    [TestCase("ppo-est-samplecov-log-dummy", ReturnKind.Log, 0, 1e-5)]
    public void SampleCovariance_OfPublishedPrices_IsThePublishedMatrix(string id, ReturnKind kind, double relative, double absolute)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        CovarianceEstimate ours = SampleCovariance.Estimate(ReferenceReturns.Prices(one, 1, kind));
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.ExpectedMatrix(one), relative, absolute);
    }

    [Test]
    public void SampleCovariance_WithShortHistoriesPairwise_IsThePeersMatrix()
    {
        ReturnSeries returns = ReferenceReturns.Prices(ReferenceCases.Get("ppo-est-mean-historical"), 252).Treat(MissingReturns.Pairwise);
        CovarianceEstimate ours = SampleCovariance.Estimate(returns);
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.Read("inputs/ppo/cov_sample.csv").ToDense(), 1e-8, 1e-15);
        Assert.That(ours.Missing.ToString(), Does.Contain("BABA").And.Contain("Each mean and covariance"));
    }

    [Test]
    public void SemiCovariance_OfPublishedPrices_IsThePeersMatrix()
    {
        ReturnSeries returns = ReferenceReturns.Prices(ReferenceCases.Get("ppo-est-mean-historical"), 252).Treat(MissingReturns.Zero);
        CovarianceEstimate ours = SemiCovariance.Estimate(returns, benchmark: 0);
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.Read("inputs/ppo/cov_semi_benchmark0.csv").ToDense(), 1e-8, 1e-15);
    }

    [Test]
    public void EwmaCovariance_SpanOf180_IsThePeersMatrix()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-est-ewma");
        CovarianceEstimate ours = EwmaCovariance.Estimate(ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise), Decay.Span(180));
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.ExpectedMatrix(one), 1e-8);
    }

    [TestCase("ppo-est-lw-constant-variance")]
    [TestCase("ppo-est-lw-constant-correlation")]
    [TestCase("ppo-est-oas")]
    public void Shrinkage_OfPublishedPrices_IsThePeersMatrixAndDelta(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        // the peer's constant correlation takes the pairwise sample covariance, and zero for missing returns in higher moments
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(id.EndsWith("correlation", StringComparison.Ordinal) ? MissingReturns.Pairwise : MissingReturns.Zero);
        CovarianceEstimate ours = id switch
        {
            "ppo-est-oas" => OracleShrinkage.Estimate(returns),
            "ppo-est-lw-constant-variance" => LedoitWolf.ConstantVariance(returns),
            _ => LedoitWolf.ConstantCorrelation(returns),
        };
        Assert.That(ours.Shrinkage, Is.EqualTo(one.ExpectedNumber("delta")!.Value).Within(1e-8 * one.ExpectedNumber("delta")!.Value));
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.ExpectedMatrix(one), 1e-8);
    }

    [Test]
    public void LedoitWolf_SingleFactor_IsThePeersMatrix()
    {
        ReturnSeries returns = ReferenceReturns.Prices(ReferenceCases.Get("ppo-est-oas"), 252).Treat(MissingReturns.Zero);
        CovarianceEstimate ours = LedoitWolf.SingleFactor(returns);
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.Read("inputs/ppo/cov_lw_single_factor.csv").ToDense(), 1e-8);
    }

    [TestCase("skf-cov-gerber_covariance-0", GerberKind.AnyMoved)]
    [TestCase("skf-cov-gerber_covariance-1", GerberKind.Geometric)]
    public void GerberCovariance_OfPublishedReturns_IsThePeersMatrix(string id, GerberKind kind)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        CovarianceEstimate ours = GerberCovariance.Estimate(ReferenceReturns.Returns(one, 1), kind: kind, ddof: 0);
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], ReferenceReturns.ExpectedMatrix(one), 0, 1e-7);
    }
}
