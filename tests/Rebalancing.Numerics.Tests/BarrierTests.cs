namespace Rebalancing.Numerics.Tests;

/// <summary>The barrier kernels against their equations, one number at a time, to the bit.</summary>
public class BarrierTests
{
    [Test]
    public void BoundSide_EveryWholeLength_EqualsItsScalarTwin([Values] bool isLower)
    {
        for (int n = 0; n <= 72; n += 8)
        {
            BarrierRun run = new(n);
            double[] pulled = [.. run.U], slack = new double[n], dual = new double[n];
            BoundSide.AddPull(isLower, run.Side(), run.U, pulled);
            BoundSide.Recover(isLower, run.Side(), run.U, run.Change, slack, dual);
            for (int i = 0; i < n; i++)
            {
                double t = run.Target[i];
                double e = (isLower ? run.U[i] - run.Bound[i] : run.Bound[i] - run.U[i]) - run.Slack[i];
                e = Math.Abs(e) <= 1e-15 * Math.Max(Math.Abs(run.U[i]), Math.Abs(run.Bound[i])) ? 0 : e;
                double pull = run.Has[i] == 0 ? 0 : Math.FusedMultiplyAdd(-run.Dual[i], e, t) / run.Slack[i];
                double change = isLower ? e + run.Change[i] : e - run.Change[i];
                double expectedDual = (Math.FusedMultiplyAdd(-run.Dual[i], change, t) / run.Slack[i]) - run.Dual[i];
                Assert.That(pulled[i], Is.EqualTo(isLower ? run.U[i] + pull : run.U[i] - pull), $"pull {i} of {n}");
                Assert.That(slack[i], Is.EqualTo(run.Has[i] == 0 ? 0 : change), $"slack {i} of {n}");
                Assert.That(dual[i], Is.EqualTo(run.Has[i] == 0 ? 0 : expectedDual), $"dual {i} of {n}");
            }
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
            double[] sums = new double[8], quotients = [.. run.U];
            for (int i = 0; i < n; i++)
                sums[i % 8] = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(0.7, run.Ds[i], run.Slack[i]), Math.FusedMultiplyAdd(0.7, run.Dz[i], run.Dual[i]), sums[i % 8]);
            PairProducts.AddQuotients(run.Dual, run.Slack, quotients);
            Assert.That(PairProducts.After(run.Slack, run.Ds, run.Dual, run.Dz, 0.7), Is.EqualTo(ScalarTwins.Combine(sums)));
            for (int i = 0; i < n; i++)
                Assert.That(quotients[i], Is.EqualTo(run.U[i] + (run.Dual[i] / run.Slack[i])));
        }
    }

    [Test]
    public void Stationarity_MixedBounds_SplitsWhatDualsTakeUp()
    {
        for (int n = 8; n <= 72; n += 8)
        {
            BarrierRun low = new(n, 1), high = new(n, 2);
            double[] skipped = [.. low.Has.Select((h, i) => i % 5 == 4 ? 1.0 : 0)];
            double most = 0, absorbed = 0;
            for (int i = 0; i < n; i++)
            {
                double left = skipped[i] == 1 ? 0 : low.Change[i] - low.Dual[i] + high.Dual[i];
                double price = Math.Min(
                    low.Has[i] != 0 && left >= -low.Dual[i] ? low.Slack[i] : double.PositiveInfinity,
                    high.Has[i] != 0 && left <= high.Dual[i] ? high.Slack[i] : double.PositiveInfinity);
                if (double.IsFinite(price))
                    absorbed += Math.Abs(left) * price;
                else
                    most = Math.Max(most, Math.Abs(left));
            }

            double found = BoundMeasure.Stationarity(low.Change, skipped, low.Side(), high.Side(), out double taken);
            Assert.That(found, Is.EqualTo(most));
            Assert.That(taken, Is.EqualTo(absorbed).Within(1e-14 * (1 + absorbed)));
        }
    }

    [Test]
    public void Slackness_MissingBounds_DoNotCount()
    {
        double[] has = [1, 0, 1, 0, 0, 0, 0, 0], slack = [1, 1, 2, 1, 1, 1, 1, 1], u = [3, 5, -1, 0, 0, 0, 0, 0];
        double[] bound = [1, double.NegativeInfinity, -3, double.NegativeInfinity, 0, 0, 0, 0];
        var side = new BoundRuns { Has = has, Slack = slack, Dual = slack, Bound = bound };
        Assert.That(BoundMeasure.Slackness(isLower: true, side, u), Is.EqualTo(0.5));
    }
}
