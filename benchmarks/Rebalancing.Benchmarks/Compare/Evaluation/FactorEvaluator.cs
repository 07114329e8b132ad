namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>Costs of trading on top of the factor model's mean-variance objective.</summary>
internal enum TradingCosts
{
    /// <summary>p1: c |w - w0|.</summary>
    Linear,

    /// <summary>p4: c |w - w0| + m |w - w0|^1.5.</summary>
    Impact,

    /// <summary>p5: c per unit bought, c + tax per unit sold from a lot.</summary>
    Lots,
}

/// <summary>
/// Judges a point of p1, p4 or p5 in plain scalar loops on the raw arrays:
/// gamma/2 (|F'w|^2 + w'Dw) - mu'w + trading costs, sum w = 1, 0 &lt;= w &lt;= cap, group sums in their ranges.
/// The bound is the Lagrangian at the multipliers, minimised asset by asset at every kink and stationary point.
/// </summary>
internal sealed class FactorEvaluator
{
    private readonly TradingCosts kind;
    private readonly int assets;
    private readonly int factors;
    private readonly double riskAversion;
    private readonly double cap;
    private readonly double[] loadings;
    private readonly double[] specific;
    private readonly double[] cost;
    private readonly double[] start;
    private readonly int[] group;
    private readonly double[] groupLow;
    private readonly double[] groupHigh;
    private readonly double[] impact;
    private readonly double[] lots;
    private readonly double[] tax;
    private readonly int lotsPerAsset;

    public FactorEvaluator(Instance instance, TradingCosts kind)
    {
        this.kind = kind;
        assets = instance.Extent("F", 0);
        factors = instance.Extent("F", 1);
        riskAversion = instance.Scalar("gamma");
        cap = instance.Scalar("cap");
        loadings = instance.Doubles("F");
        specific = instance.Doubles("D");
        cost = instance.Doubles("c");
        start = instance.Doubles("w0");
        group = instance.Integers("group");
        groupLow = instance.Doubles("glo");
        groupHigh = instance.Doubles("ghi");
        impact = kind == TradingCosts.Impact ? instance.Doubles("m15") : [];
        lots = kind == TradingCosts.Lots ? instance.Doubles("lots") : [];
        tax = kind == TradingCosts.Lots ? instance.Doubles("tax") : [];
        lotsPerAsset = kind == TradingCosts.Lots ? instance.Extent("lots", 1) : 0;
    }

    /// <summary>Judges holdings under these expected returns.</summary>
    public Assessment Assess(ReadOnlySpan<double> weights, ReadOnlySpan<double> expected, FactorMultipliers multipliers) =>
        new(Objective(weights, expected), Violation(weights), LowerBound(multipliers, expected));

    private double Objective(ReadOnlySpan<double> weights, ReadOnlySpan<double> expected)
    {
        var exposure = new double[factors];
        double total = 0;
        for (int i = 0; i < assets; i++)
        {
            for (int j = 0; j < factors; j++)
            {
                exposure[j] += loadings[(i * factors) + j] * weights[i];
            }

            total += AssetValue(i, weights[i], -expected[i]);
        }

        return total + (0.5 * riskAversion * exposure.Sum(y => y * y));
    }

    private double Violation(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        double worst = 0;
        var activity = new double[groupLow.Length];
        for (int i = 0; i < assets; i++)
        {
            sum += weights[i];
            activity[group[i]] += weights[i];
            worst = Math.Max(worst, Math.Max(-weights[i], weights[i] - cap));
        }

        for (int g = 0; g < activity.Length; g++)
        {
            worst = Math.Max(worst, Math.Max(groupLow[g] - activity[g], activity[g] - groupHigh[g]));
        }

        return Math.Max(worst, Math.Abs(sum - 1));
    }

    // inf over y of gamma/2 |y|^2 - lambda'y, over activities of -nu_g a_g, over the total of -nu_0, plus the assets one by one
    private double LowerBound(FactorMultipliers multipliers, ReadOnlySpan<double> expected)
    {
        double bound = -multipliers.Factors.Sum(price => price * price) / (2 * riskAversion) - multipliers.Budget;
        for (int g = 0; g < groupLow.Length; g++)
        {
            double price = multipliers.Groups[g];
            bound -= price * (price > 0 ? groupHigh[g] : groupLow[g]);
        }

        for (int i = 0; i < assets; i++)
        {
            double slope = multipliers.Budget + multipliers.Groups[group[i]] - expected[i];
            for (int j = 0; j < factors; j++)
            {
                slope += loadings[(i * factors) + j] * multipliers.Factors[j];
            }

            bound += AssetMinimum(i, slope);
        }

        return bound;
    }

    // 1/2 gamma D w^2 + slope w + cost of the trade
    private double AssetValue(int i, double weight, double slope)
    {
        double trade = weight - start[i];
        double value = (0.5 * riskAversion * specific[i] * weight * weight) + (slope * weight);
        return kind switch
        {
            TradingCosts.Linear => value + (cost[i] * Math.Abs(trade)),
            TradingCosts.Impact => value + (cost[i] * Math.Abs(trade)) + (impact[i] * Math.Abs(trade) * Math.Sqrt(Math.Abs(trade))),
            _ => value + Lots(i, stackalloc double[lotsPerAsset], stackalloc double[lotsPerAsset]).Cost(trade),
        };
    }

    // a convex function has its least value over [0, cap] at an end, a kink or a stationary point of a smooth piece
    private double AssetMinimum(int i, double slope)
    {
        double best = Math.Min(AssetValue(i, 0, slope), AssetValue(i, cap, slope));
        if (kind == TradingCosts.Lots)
        {
            LotStack stack = Lots(i, stackalloc double[lotsPerAsset], stackalloc double[lotsPerAsset]);
            double kink = start[i];
            for (int l = 0; l < stack.Count; l++)
            {
                best = Math.Min(best, Math.Min(AssetAt(i, kink, slope), AssetAt(i, Stationary(i, slope + stack.Slope(l)), slope)));
                kink -= stack.Size(l);
            }
        }
        else
        {
            best = Math.Min(best, AssetAt(i, start[i], slope));
            best = Math.Min(best, AssetAt(i, SellPoint(i, slope), slope));
        }

        return Math.Min(best, AssetAt(i, BuyPoint(i, slope), slope));
    }

    private double AssetAt(int i, double weight, double slope) => AssetValue(i, Math.Clamp(weight, 0, cap), slope);

    // gamma D w + slope = 0
    private double Stationary(int i, double slope) => specific[i] > 0 ? -slope / (riskAversion * specific[i]) : 0;

    private double BuyPoint(int i, double slope) =>
        kind == TradingCosts.Impact ? start[i] + ImpactTrade(i, -slope - (riskAversion * specific[i] * start[i])) : Stationary(i, slope + cost[i]);

    private double SellPoint(int i, double slope) =>
        kind == TradingCosts.Impact ? start[i] - ImpactTrade(i, slope + (riskAversion * specific[i] * start[i])) : Stationary(i, slope - cost[i]);

    // t >= 0 with gamma D t + 1.5 m sqrt(t) + c = gain: a quadratic in sqrt(t), its root written without cancellation
    private double ImpactTrade(int i, double gain)
    {
        double net = gain - cost[i];
        if (net <= 0)
        {
            return 0;
        }

        double m = 1.5 * impact[i];
        double root = 2 * net / (m + Math.Sqrt((m * m) + (4 * riskAversion * specific[i] * net)));
        return root * root;
    }

    private LotStack Lots(int i, Span<double> rate, Span<double> size)
    {
        int first = i * lotsPerAsset;
        return new(cost[i], tax.AsSpan(first, lotsPerAsset), lots.AsSpan(first, lotsPerAsset), rate, size);
    }
}
