namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>
/// Judges a point of p3, CVaR(-Rw) - lam mu'w + c |w - w0|, or of its limit form, gamma/2 w'cov(R)w - mu'w with
/// CVaR(-Rw) &lt;= limit; both over sum w = 1, 0 &lt;= w &lt;= cap. CVaR is the mean of the worst (1 - beta) S losses.
/// The bound replaces CVaR by -q'R w for scenario weights q made admissible here: 0 &lt;= q &lt;= 1/((1 - beta) S), sum q = 1.
/// </summary>
internal sealed class CvarEvaluator
{
    /// <summary>Risk aversion of the limit form; it is not in the instance's manifest.</summary>
    public const double LimitFormRiskAversion = 5;

    private readonly int scenarios;
    private readonly int assets;
    private readonly double[] returns;
    private readonly double[] mean;
    private readonly double[] cost;
    private readonly double[] start;
    private readonly double cap;
    private readonly double reward;
    private readonly double tail;

    public CvarEvaluator(Instance instance)
    {
        scenarios = instance.Extent("R", 0);
        assets = instance.Extent("R", 1);
        returns = instance.Doubles("R");
        mean = instance.Doubles("mu");
        cost = instance.Doubles("c");
        start = instance.Doubles("w0");
        cap = instance.Scalar("cap");
        reward = instance.Scalar("lam");
        tail = (1 - instance.Scalar("beta")) * scenarios;
    }

    /// <summary>Judges holdings of the form with CVaR in the objective, under these expected returns; <paramref name="tailWeights"/> may be empty.</summary>
    public Assessment Assess(ReadOnlySpan<double> weights, ReadOnlySpan<double> expected, ReadOnlySpan<double> tailWeights)
    {
        double objective = ConditionalValueAtRisk(weights);
        for (int i = 0; i < assets; i++)
        {
            objective += (cost[i] * Math.Abs(weights[i] - start[i])) - (reward * expected[i] * weights[i]);
        }

        if (tailWeights.IsEmpty)
        {
            return new(objective, Violation(weights), double.NaN);
        }

        double[] slope = TailSlope(Admissible(tailWeights));
        for (int i = 0; i < assets; i++)
        {
            slope[i] -= reward * expected[i];
        }

        return new(objective, Violation(weights), BoxBudget.Minimum(slope, cost, start, cap));
    }

    /// <summary>Judges holdings of the form with a limit; <paramref name="limitPrice"/> is the limit's multiplier, at least 0.</summary>
    public Assessment AssessLimit(ReadOnlySpan<double> weights, ReadOnlySpan<double> expected, double limit, double limitPrice, ReadOnlySpan<double> tailWeights)
    {
        double[] deviation = Deviations(weights);
        double variance = deviation.Sum(d => d * d) / (scenarios - 1);
        double linear = 0;
        var slope = new double[assets];
        for (int i = 0; i < assets; i++)
        {
            double covariance = 0;
            for (int s = 0; s < scenarios; s++)
            {
                covariance += (returns[(s * assets) + i] - mean[i]) * deviation[s];
            }

            slope[i] = (LimitFormRiskAversion * covariance / (scenarios - 1)) - expected[i];
            linear += expected[i] * weights[i];
        }

        double objective = (0.5 * LimitFormRiskAversion * variance) - linear;
        double violation = Math.Max(Violation(weights), ConditionalValueAtRisk(weights) - limit);
        if (tailWeights.IsEmpty)
        {
            return new(objective, violation, double.NaN);
        }

        // f(v) >= f(w) + slope'(v - w); limitPrice (CVaR(v) - limit) >= limitPrice (-q'Rv - limit)
        double[] tailSlope = TailSlope(Admissible(tailWeights));
        for (int i = 0; i < assets; i++)
        {
            slope[i] += limitPrice * tailSlope[i];
        }

        double bound = (-0.5 * LimitFormRiskAversion * variance) - (limitPrice * limit) + BoxBudget.Minimum(slope, [], [], cap);
        return new(objective, violation, bound);
    }

    // the mean of the worst losses; the scenario on the boundary counts with the fraction that is left
    private double ConditionalValueAtRisk(ReadOnlySpan<double> weights)
    {
        var loss = new double[scenarios];
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < assets; i++)
            {
                loss[s] -= returns[(s * assets) + i] * weights[i];
            }
        }

        Array.Sort(loss);
        double left = tail;
        double sum = 0;
        for (int s = scenarios - 1; s >= 0 && left > 0; s--)
        {
            sum += Math.Min(1, left) * loss[s];
            left -= 1;
        }

        return sum / tail;
    }

    private double[] Deviations(ReadOnlySpan<double> weights)
    {
        var deviation = new double[scenarios];
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < assets; i++)
            {
                deviation[s] += (returns[(s * assets) + i] - mean[i]) * weights[i];
            }
        }

        return deviation;
    }

    private double Violation(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        double worst = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            worst = Math.Max(worst, Math.Max(-weight, weight - cap));
        }

        return Math.Max(worst, Math.Abs(sum - 1));
    }

    // min(most, factor * q) with the factor that makes the sum one
    private double[] Admissible(ReadOnlySpan<double> tailWeights)
    {
        double[] given = tailWeights.ToArray();
        double most = 1 / tail;
        double low = 0;
        double high = 1;
        double Sum(double factor) => given.Sum(q => Math.Min(most, factor * Math.Max(q, 0)));
        while (Sum(high) < 1 && high < 1e30)
        {
            high *= 2;
        }

        for (int step = 0; step < 200; step++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Sum(middle) < 1 ? (middle, high) : (low, middle);
        }

        return Array.ConvertAll(given, q => Math.Min(most, high * Math.Max(q, 0)));
    }

    private double[] TailSlope(double[] tailWeights)
    {
        var slope = new double[assets];
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < assets; i++)
            {
                slope[i] -= tailWeights[s] * returns[(s * assets) + i];
            }
        }

        return slope;
    }
}
