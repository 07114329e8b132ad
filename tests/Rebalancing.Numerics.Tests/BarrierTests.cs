namespace Rebalancing.Numerics.Tests;

/// <summary>The barrier kernels against their equations, one number at a time, to the bit.</summary>
public class BarrierTests
{
    /// <summary>The upper side ends before the lower one by 0, 8 or 16 numbers.</summary>
    [Test]
    public void BoundSides_EveryWholeLength_EqualTheirScalarTwins([Values(0, 8, 16)] int shorter)
    {
        for (int n = 0; n <= 72; n += 8)
        {
            int m = Math.Max(0, n - shorter);
            BarrierRun low = new(n, 1), high = new(n, 2);
            double[] right = new double[n], stiffness = new double[n], slackLow = new double[n], dualLow = new double[n], slackHigh = new double[m], dualHigh = new double[m];
            BoundSides.Pull(low.Side(n), high.Side(m), low.U, high.Change, right);
            BoundSides.Stiffness(low.Side(n), high.Side(m), low.Ds, 0.3, 0.1, stiffness);
            double step = BoundSides.Recover(
                low.Side(n), high.Side(m), low.U, low.Change, new PairRuns { Slack = slackLow, Dual = dualLow }, new PairRuns { Slack = slackHigh, Dual = dualHigh }, 1.5);
            double least = 1.5;
            for (int i = 0; i < n; i++)
            {
                Twin lower = new(low, i, low.U[i], low.Change[i], 1), upper = i < m ? new(high, i, low.U[i], low.Change[i], -1) : default;
                double own = low.Ds[i] + (low.Dual[i] / low.Slack[i]) + (i < m ? high.Dual[i] / high.Slack[i] : 0);
                Assert.That(right[i], Is.EqualTo(lower.Pull - high.Change[i] - upper.Pull), $"pull {i} of {n}");
                Assert.That(stiffness[i], Is.EqualTo(own + (own > 0 ? Math.Min(0.3, 0.1 * own) : 0.3)), $"stiffness {i} of {n}");
                Assert.That((slackLow[i], dualLow[i]), Is.EqualTo((lower.SlackChange, lower.DualChange)), $"lower {i} of {n}");
                if (i < m)
                    Assert.That((slackHigh[i], dualHigh[i]), Is.EqualTo((upper.SlackChange, upper.DualChange)), $"upper {i} of {n}");
            }

            least = Math.Min(ScalarTwins.StepRatio(low.Slack, slackLow, least), ScalarTwins.StepRatio(low.Dual, dualLow, least));
            least = Math.Min(least, Math.Min(ScalarTwins.StepRatio(high.Slack.AsSpan(0, m), slackHigh, least), ScalarTwins.StepRatio(high.Dual.AsSpan(0, m), dualHigh, least)));
            Assert.That(step, Is.EqualTo(least), $"step, {n}");
        }
    }

    [Test]
    public void RunSums_UnevenRuns_EqualTheirScalarTwins()
    {
        int[] begin = [0, 3, 3, 10], end = [3, 3, 10, 11];
        double[] x = Samples.Vector(12, 1), w = Samples.Vector(12, 2), sums = Samples.Vector(4, 3), spread = [.. x];
        double[] expectedSums = [.. sums], expectedSpread = [.. x];
        for (int j = 0; j < begin.Length; j++)
            for (int f = begin[j]; f < end[j]; f++)
            {
                expectedSums[j] = Math.FusedMultiplyAdd(x[f], w[f], expectedSums[j]);
                expectedSpread[f] = Math.FusedMultiplyAdd(x[j], w[f], x[f]);
            }

        RunSums.Add(begin, end, x, w, sums);
        RunSums.Spread(begin, end, x.AsSpan(0, 4), w, x, spread);
        Assert.That(sums, Is.EqualTo(expectedSums));
        Assert.That(spread, Is.EqualTo(expectedSpread));
        Assert.That(() => RunSums.Add(begin, [3, 3, 10, 13], x, w, sums), Throws.ArgumentException);
        Assert.That(() => RunSums.Spread([-1], [2], x.AsSpan(0, 1), w, x, spread), Throws.ArgumentException);
    }

    [Test]
    public void Reciprocal_EveryLength_LeavesOutWhatIsSkipped()
    {
        for (int n = 0; n <= 70; n++)
        {
            double[] x = Samples.Positive(n, 1), skipped = [.. x.Select((_, i) => i % 3 == 1 ? 1.0 : 0)], result = new double[n];
            Reciprocal.Of(x, skipped, result);
            Assert.That(result, Is.EqualTo(x.Select((v, i) => i % 3 == 1 ? 0 : 1 / v)), $"length {n}");
        }
    }

    [Test]
    public void PairTargets_EveryWholeLength_EqualTheirScalarTwins([Values] bool weighted)
    {
        for (int n = 0; n <= 72; n += 8)
        {
            BarrierRun run = new(n);
            double[] extra = weighted ? run.Extra : [], aims = new double[n];
            PairTargets.Uniform(0.3, extra, aims);
            for (int i = 0; i < n; i++)
                Assert.That(aims[i], Is.EqualTo(weighted ? 0.3 + run.Extra[i] : 0.3), $"uniform {i} of {n}");
            PairTargets.SecondOrder(0.3, extra, run.Ds, run.Dz, aims);
            double[] corrected = [.. aims];
            PairTargets.Centre(run.Slack, run.Ds, run.Dual, run.Dz, extra, 0.7, 0.05, 0.5, aims);
            for (int i = 0; i < n; i++)
            {
                bool heads = weighted && run.Extra[i] != 0;
                double t = heads ? 0.3 + run.Extra[i] : 0.3, expected = Math.FusedMultiplyAdd(-run.Ds[i], run.Dz[i], t);
                expected = heads ? Math.Clamp(expected, 0.1 * t, 10 * t) : expected;
                Assert.That(corrected[i], Is.EqualTo(expected), $"second order {i} of {n}");
                double product = Math.FusedMultiplyAdd(0.7, run.Ds[i], run.Slack[i]) * Math.FusedMultiplyAdd(0.7, run.Dz[i], run.Dual[i]);
                double missing = heads ? 0 : Math.Max(Math.Clamp(product, 0.05, 0.5) - product, -0.5);
                Assert.That(aims[i], Is.EqualTo(corrected[i] + missing), $"centred {i} of {n}");
            }
        }
    }

    [Test]
    public void PairProducts_EveryWholeLength_EqualTheirScalarTwins()
    {
        for (int n = 0; n <= 72; n += 8)
        {
            BarrierRun run = new(n);
            double[] sums = new double[8];
            for (int i = 0; i < n; i++)
                sums[i % 8] = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(0.7, run.Ds[i], run.Slack[i]), Math.FusedMultiplyAdd(0.7, run.Dz[i], run.Dual[i]), sums[i % 8]);
            Assert.That(PairProducts.After(run.Slack, run.Ds, run.Dual, run.Dz, 0.7), Is.EqualTo(ScalarTwins.Combine(sums)));
        }
    }

    /// <summary>In two stretches, the second without upper bounds.</summary>
    [Test]
    public void BoundMeasure_MixedBounds_SplitsWhatDualsTakeUp()
    {
        for (int n = 8; n <= 72; n += 8)
        {
            BarrierRun low = new(n, 1), high = new(n, 2);
            double[] skipped = [.. low.U.Select((_, i) => i % 5 == 4 ? 1.0 : 0)];
            double most = 0, absorbed = 0, slackness = 0, products = 0, dual = 0, steepest = 0;
            var measure = default(BoundMeasure);
            for (int half = 0; half < 2; half++)
            {
                int m = half == 0 ? n : 0;
                measure.Add(low.Side(n), high.Side(m), low.U, low.Change, high.Ds, skipped);
                for (int i = 0; i < n; i++)
                {
                    double dualHigh = i < m ? high.Dual[i] : 0;
                    double left = skipped[i] == 1 ? 0 : low.Change[i] - low.Dual[i] + dualHigh;
                    bool hasLow = double.IsFinite(low.Bound[i]), hasHigh = i < m && double.IsFinite(high.Bound[i]);
                    double price = Math.Min(
                        hasLow && left >= -low.Dual[i] ? low.Slack[i] : double.PositiveInfinity,
                        hasHigh && left <= dualHigh ? high.Slack[i] : double.PositiveInfinity);
                    if (double.IsFinite(price))
                        absorbed += Math.Abs(left) * price;
                    else
                        most = Math.Max(most, Math.Abs(left));
                    slackness = Math.Max(slackness, hasLow ? Math.Abs(low.U[i] - low.Bound[i] - low.Slack[i]) / (1 + Math.Abs(low.Bound[i])) : 0);
                    slackness = Math.Max(slackness, hasHigh ? Math.Abs(high.Bound[i] - low.U[i] - high.Slack[i]) / (1 + Math.Abs(high.Bound[i])) : 0);
                    products += (low.Slack[i] * low.Dual[i]) + (i < m ? high.Slack[i] * dualHigh : 0);
                    dual = Math.Max(dual, Math.Max(low.Dual[i], dualHigh));
                    steepest = Math.Max(steepest, skipped[i] == 1 ? 0 : Math.Abs(high.Ds[i]));
                }
            }

            Assert.That((measure.Stationarity, measure.Slackness, measure.LargestDual, measure.LargestSlope), Is.EqualTo((most, slackness, dual, steepest)), $"length {n}");
            Assert.That(measure.Absorbed, Is.EqualTo(absorbed).Within(1e-14 * (1 + absorbed)));
            Assert.That(measure.Complementarity, Is.EqualTo(products).Within(1e-14 * (1 + products)));
        }
    }

    /// <summary>One side of one number, by the equations.</summary>
    private readonly struct Twin
    {
        public Twin(BarrierRun run, int i, double u, double du, int sign)
        {
            double bound = run.Bound[i], slack = run.Slack[i], dual = run.Dual[i];
            if (!double.IsFinite(bound))
                return;
            double e = (sign > 0 ? u - bound : bound - u) - slack;
            e = Math.Abs(e) <= 1e-15 * Math.Max(Math.Abs(u), Math.Abs(bound)) ? 0 : e;
            Pull = Math.FusedMultiplyAdd(-dual, e, run.Target[i]) / slack;
            SlackChange = sign > 0 ? e + du : e - du;
            DualChange = (Math.FusedMultiplyAdd(-dual, SlackChange, run.Target[i]) / slack) - dual;
        }

        public double Pull { get; }

        public double SlackChange { get; }

        public double DualChange { get; }
    }
}
