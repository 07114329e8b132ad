using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>
/// A random rebalancing problem of the usual shape, as plain arrays: factor risk with specific variances, expected returns, trading costs of one of three
/// kinds, caps, twenty two-sided group rows around the current portfolio.
/// </summary>
internal sealed class FactorInstance
{
    public const int Groups = 20;
    public const int Lots = 5;

    public FactorInstance(int n, int k, int seed)
        : this(n, k, new TestRandom(seed))
    {
    }

    public FactorInstance(int n, int k, TestRandom random)
    {
        (Assets, Factors) = (n, k);
        Loadings = random.Vector(n * k, r => 0.20 * r.Normal() / Math.Sqrt(k));
        Specific = random.Vector(n, r => r.Uniform(0.01, 0.09));
        Returns = random.Vector(n, r => 0.05 + (0.05 * r.Normal()));
        Spread = random.Vector(n, r => r.Uniform(0.0010, 0.0050));
        Impact = random.Vector(n, r => r.Uniform(0.02, 0.20));
        Cap = Math.Max(0.05, 5.0 / n);
        Holdings = StartPortfolio(random, n, Cap);
        Group = [.. Enumerable.Range(0, n).Select(_ => random.Integer(0, Groups))];
        (GroupLower, GroupUpper) = (new double[Groups], new double[Groups]);
        CentreGroups(Holdings, 0.02);
        LotSize = new double[n * Lots];
        LotTax = random.Vector(n * Lots, r => 0.3 * (r.Chance(0.6) ? 0.20 : 0.37) * Math.Clamp(0.10 + (0.35 * r.Normal()), -0.8, 0.9));
        for (int i = 0; i < n; i++)
        {
            double[] share = random.Vector(Lots, r => -Math.Log(1 - r.Uniform()));
            for (int l = 0; l < Lots; l++)
                LotSize[(i * Lots) + l] = Holdings[i] * share[l] / share.Sum();
        }
    }

    public int Assets { get; }

    public int Factors { get; }

    public double RiskAversion { get; set; } = 5.0;

    /// <summary>n x k, one asset after the other.</summary>
    public double[] Loadings { get; }

    public double[] Specific { get; }

    public double[] Returns { get; }

    public double[] Spread { get; }

    /// <summary>Coefficient of |trade|^(3/2).</summary>
    public double[] Impact { get; }

    public double Cap { get; private set; }

    public double[] Holdings { get; }

    public int[] Group { get; }

    public double[] GroupLower { get; }

    public double[] GroupUpper { get; }

    public double[] LotSize { get; }

    public double[] LotTax { get; }

    /// <summary>A cap of <paramref name="multiple"/>/n with holdings left where they are, and group rows rebuilt around a portfolio that fits.</summary>
    public FactorInstance WithTightCap(double multiple)
    {
        Cap = multiple / Assets;
        double[] fitted = [.. Holdings.Select(w => Math.Min(w, Cap))];
        double missing = 1 - fitted.Sum(), room = fitted.Sum(w => Cap - w);
        for (int i = 0; i < Assets; i++)
            fitted[i] += missing * (Cap - fitted[i]) / room;
        CentreGroups(fitted, 0.004);
        return this;
    }

    private void CentreGroups(double[] weights, double band)
    {
        for (int g = 0; g < Groups; g++)
        {
            double share = Enumerable.Range(0, Assets).Where(i => Group[i] == g).Sum(i => weights[i]);
            GroupLower[g] = Math.Max(0, share - band);
            GroupUpper[g] = share + band;
        }
    }

    private static double[] StartPortfolio(TestRandom random, int n, double cap)
    {
        double[] w = random.Vector(n, r => -Math.Log(1 - r.Uniform()) - Math.Log(1 - r.Uniform()));
        for (int i = 0; i < n; i++)
            w[i] *= random.Chance(0.5) ? 1 : 0;
        double total = w.Sum();
        for (int i = 0; i < n; i++)
            w[i] /= total;
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < n; i++)
                w[i] = Math.Min(w[i], cap);
            double free = w.Where(v => v > 0 && v < cap).Sum(), missing = 1 - w.Sum();
            if (Math.Abs(missing) < 1e-15)
                break;
            for (int i = 0; i < n; i++)
                if (w[i] > 0 && w[i] < cap)
                    w[i] *= 1 + (missing / free);
        }

        return w;
    }
}
