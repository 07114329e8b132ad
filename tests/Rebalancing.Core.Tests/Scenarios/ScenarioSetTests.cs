namespace Rebalancing.Core.Tests;

public class ScenarioSetTests
{
    private static readonly Universe Two = Universe.Of("VTI", "GLD");

    [Test]
    public void FromHistory_OverlappingWindows_CompoundAndDecay()
    {
        ReturnSeries history = ReturnSeries.FromReturns(new[,] { { 0.10, 0.0 }, { -0.05, 0.02 }, { 0.20, 0.01 } }, 12, universe: Two);
        ScenarioSet set = ScenarioSet.FromHistory(history, window: 2, Decay.Lambda(0.5));
        Assert.That(set.Count, Is.EqualTo(2));
        Assert.That(set[0, 0], Is.EqualTo((1.10 * 0.95) - 1).Within(Tolerances.Rounding));
        Assert.That(set[1, 1], Is.EqualTo((1.02 * 1.01) - 1).Within(Tolerances.Rounding));
        Assert.That(set.Probabilities().ToArray(), Is.EqualTo(new[] { 1 / 3.0, 2 / 3.0 }).Within(Tolerances.Rounding));
        Assert.That(set.PeriodYears, Is.EqualTo(2 / 12.0));
    }

    [Test]
    public void WithStress_NamedEvents_KeepTheOthersInProportion()
    {
        ScenarioSet set = ScenarioSet.FromRows(new[,] { { 0.01, 0.02 }, { 0.03, 0.04 } }, 1 / 252.0, Two, [0.25, 0.75])
            .WithStress(new StressScenario("Crash", [-0.4, 0.1], 0.02));
        Assert.That(set.Probabilities().ToArray(), Is.EqualTo(new[] { 0.98 * 0.25, 0.98 * 0.75, 0.02 }).Within(Tolerances.Rounding));
        Assert.That(set.NameOf(2), Is.EqualTo("Crash"));
        Assert.That(set.NameOf(0), Is.EqualTo("scenario 0"));
        Assert.That(set[2, 0], Is.EqualTo(-0.4));
    }

    [Test]
    public void FromFactors_TimesLoadings_IsTheLargeMatrix()
    {
        ScenarioSet set = ScenarioSet.FromFactors(DenseMap.FromRows([1, 2, 3, 4], 2, 2), DenseMap.FromColumns([0.1, 0.2, 0.3, 0.4], 2, 2), 1, Two);
        Assert.That(set[1, 0], Is.EqualTo(0.3 + 0.8).Within(Tolerances.Rounding));
        var returns = new double[2];
        set.PortfolioReturns([0.5, 0.5], returns);
        Assert.That(returns[0], Is.EqualTo(0.5 * (0.5 + 1.1)).Within(Tolerances.Rounding));
        Assert.That(set.Means.ToArray(), Is.EqualTo(new[] { 0.8, 1.8 }).Within(Tolerances.Rounding));
    }

    [Test]
    public void Over_TheCallersArray_MakesNoCopy()
    {
        double[] returns = new double[200_000];
        _ = ScenarioSet.Over(new double[2], 2, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenarioSet set = ScenarioSet.Over(returns, 100, 1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(sizeof(double) * returns.Length / 4));
        Assert.That(set.Count, Is.EqualTo(2000));
    }

    [Test]
    public void Over_OneCellOfManyNotANumber_NamesRowAndColumn()
    {
        double[] returns = new double[1_000_000];
        returns[(4321 * 200) + 7] = double.NaN;
        Assert.That(() => ScenarioSet.Over(returns, 200, 1 / 252.0), Throws.ArgumentException.With.Message.Contains("row 4321, column 7").And.Message.Contains("NaN"));
        Assert.That(() => ScenarioSet.FromRows(new[,] { { 0.1, 0.2 }, { 0.1, double.PositiveInfinity } }, 1, Two), Throws.ArgumentException.With.Message.Contains("'GLD' (column 1) in scenario 1"));
    }

    [TestCase(0.0)]
    [TestCase(1.0)]
    [TestCase(-0.5)]
    [TestCase(double.NaN)]
    public void ConditionalValueAtRisk_ConfidenceOutsideItsRange_IsRefused(double confidence)
    {
        ScenarioSet set = ScenarioSet.FromRows(new[,] { { 0.1, 0.2 } }, 1, Two);
        Assert.That(() => new ConditionalValueAtRisk(set, confidence), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("must lie in (0, 1)"));
        Assert.That(() => new ExpectedShortfallDeviation(set, confidence), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromRows_BadProbabilitiesOrShapes_AreRefusedByName()
    {
        double[,] rows = { { 0.1, 0.2 }, { 0.0, 0.1 } };
        Assert.That(() => ScenarioSet.FromRows(rows, 1, Two, [0.5, 0.6]), Throws.ArgumentException.With.Message.Contains("sum to 1.1"));
        Assert.That(() => ScenarioSet.FromRows(rows, 1, Two, [1.5, -0.5]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("probability of scenario 1"));
        Assert.That(() => ScenarioSet.FromRows(rows, 1, Two, [1.0]), Throws.ArgumentException.With.Message.Contains("1 probabilities for 2 scenarios"));
        Assert.That(() => ScenarioSet.FromRows(rows, 0, Two), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("period"));
        Assert.That(() => ScenarioSet.FromRows(rows, 1, Universe.Of("A")), Throws.ArgumentException.With.Message.Contains("2 assets, but the universe has 1"));
        Assert.That(() => ScenarioSet.Over(new double[7], 2, 1), Throws.ArgumentException.With.Message.Contains("7 returns do not divide"));
        Assert.That(() => new StressScenario("Crash", [0.1], 1.0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'Crash'"));
        Assert.That(() => new ConditionalValueAtRisk(ScenarioSet.FromRows(rows, 1, Two), 0.9, [0.5]), Throws.ArgumentException.With.Message.Contains("benchmark has weights for 1"));
        Assert.That(() => new MaximumDrawdown(ScenarioSet.FromRows(rows, 1, Two, [0.4, 0.6])), Throws.ArgumentException.With.Message.Contains("consecutive periods"));
    }

    [Test]
    public void Mandate_ScenariosForOtherAssets_IsRefused()
    {
        ScenarioSet set = ScenarioSet.FromRows(new[,] { { 0.1, 0.2 } }, 1, Universe.Of("VTI", "BND"));
        Assert.That(() => new Rebalancer(new Mandate { Objective = new ConditionalValueAtRisk(set) }, Two), Throws.InstanceOf<MandateException>().With.Message.Contains("another universe"));
    }

    [Test]
    public void Warning_TailThinnerThanAScenario_IsSaidNotRefused()
    {
        ScenarioSet set = ScenarioSet.FromRows(new[,] { { 0.1, 0.2 }, { -0.1, 0.0 } }, 1, Two);
        var tail = new ConditionalValueAtRisk(set, 0.99);
        Assert.That(tail.Warning, Does.Contain("less than one scenario"));
        Assert.That(new ConditionalValueAtRisk(set, 0.5).Warning, Is.Null);
        Assert.That(tail.ValueAt(Account.FromWeights(Two, [0.5, 0.5], 1m), [1.0, 0.0]), Is.EqualTo(0.1).Within(Tolerances.Rounding));
    }

    /// <summary>
    /// Fewer scenarios than assets and nothing else that bends: solved, and said whether the plan is the only best one. The other way to find out: the least value under a small price on an
    /// asset's weight has the least weight of all best portfolios as its slope to the right, and the largest as its slope to the left.
    /// </summary>
    [Test]
    public void Rebalance_FewerScenariosThanAssets_SaysWhetherThePlanIsTheOnlyBestOne([Range(1, 8)] int seed, [Values] bool hasTwin)
    {
        const int scenarios = 5;
        const double confidence = 0.6;
        var random = new TestRandom(seed);
        double[] drawn = random.NormalVector(scenarios * 12);
        int assets = 12;
        if (hasTwin)
        {
            int twin = Enumerable.Range(0, 12).MaxBy(i => Least(drawn, 12, random: new TestRandom(seed)).Weights[i]);
            drawn = [.. Enumerable.Range(0, scenarios).SelectMany(s => drawn[(s * 12)..((s + 1) * 12)].Append(drawn[(s * 12) + twin]))];
            assets = 13;
        }
        RebalanceResult result = Least(drawn, assets, new TestRandom(seed));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        Assert.That(result.Certificate.RelativeGap, Is.LessThan(Tolerances.ReferenceCertificate));
        const double price = 1e-3;
        double widest = Enumerable.Range(0, assets).Max(i => ((2 * LeastUnder(i, 0)) - LeastUnder(i, price) - LeastUnder(i, -price)) / price);
        Assert.That(result.TiesWereBroken, Is.EqualTo(widest > 0.02), $"weights as good as these differ by up to {widest}");
        Assert.That(hasTwin ? widest : 0, hasTwin ? Is.GreaterThan(0.02) : Is.Zero);

        double LeastUnder(int asset, double price)
        {
            var plain = new PlainProgram();
            int[] w = plain.Columns(assets, 0, double.PositiveInfinity);
            plain.Row(1, 1, w.Select(column => (column, 1.0)));
            double[] even = [.. Enumerable.Repeat(1.0 / scenarios, scenarios)];
            plain.Minimise(plain.Tail(Enumerable.Range(0, scenarios).Select(s => (w.Select((column, i) => (column, -drawn[(s * assets) + i])), 0.0)), even, confidence));
            plain.Minimise([(w[asset], price)]);
            return plain.Solve();
        }

        static RebalanceResult Least(double[] returns, int assets, TestRandom random)
        {
            Universe universe = Universe.Of([.. Enumerable.Range(0, assets).Select(i => $"A{i}")]);
            Account account = Account.FromWeights(universe, random.Simplex(assets), 1_000_000m);
            var mandate = new Mandate { Objective = new ConditionalValueAtRisk(ScenarioSet.Over(returns, assets, 1, universe), confidence), Limits = [Limits.FullyInvested, Limits.LongOnly] };
            return new Rebalancer(mandate, universe).Rebalance(account);
        }
    }
}
