using Rebalancing.Benchmarks.Compare;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>p6: least variance w'Sw of fully invested holdings, each zero or between a buy-in and a cap, at most K of them; on a frontier with a least return.</summary>
internal static class CardinalityProblem
{
    public static DiscreteProblem Of(Instance instance)
    {
        int n = instance.Extent("Sigma", 0);
        return Of(instance.Name, CovarianceMatrix.FromRows(instance.Doubles("Sigma"), n), [], double.NegativeInfinity, (int)instance.Scalar("K"), instance.Scalar("lo"), instance.Scalar("cap"));
    }

    /// <param name="name">What it is called.</param>
    /// <param name="covariance">S.</param>
    /// <param name="mean">Returns; empty without a least return.</param>
    /// <param name="leastReturn">Least return.</param>
    /// <param name="most">K.</param>
    /// <param name="buyIn">Least weight that is not zero.</param>
    /// <param name="cap">Largest weight.</param>
    public static DiscreteProblem Of(string name, CovarianceMatrix covariance, double[] mean, double leastReturn, int most, double buyIn, double cap)
    {
        int n = covariance.Order;
        var builder = new ProgramBuilder();
        Block w = builder.Variables(n, "holdings");
        builder.Covariance(w, covariance, 2);
        builder.Bounds(w, Filled(n, 0), Filled(n, cap));
        builder.Bounds(builder.Image(new SumMap(n), w), [1.0], [1.0]);
        if (mean.Length > 0) builder.Bounds(builder.Image(new SumMap(mean), w), [leastReturn], [double.PositiveInfinity]);
        builder.ZeroOrAtLeast(w, Filled(n, buyIn), Filled(n, 0));
        builder.CountAtMost(w, [.. Enumerable.Range(0, n)], most);
        return new DiscreteProblem(name, builder.Build(), w, x => Judge(x, covariance, mean, leastReturn, most, buyIn, cap));
    }

    private static (double Objective, double Violation) Judge(double[] w, CovarianceMatrix covariance, double[] mean, double leastReturn, int most, double buyIn, double cap)
    {
        double objective = 0, violation = Math.Abs(w.Sum() - 1);
        for (int i = 0; i < w.Length; i++)
        {
            ReadOnlySpan<double> row = covariance.Storage.Slice(i * covariance.Stride, w.Length);
            for (int j = 0; j < w.Length; j++) objective += w[i] * w[j] * row[j];
            violation = Math.Max(violation, Math.Max(w[i] - cap, Math.Min(Math.Abs(w[i]), buyIn - w[i])));
        }

        int names = w.Count(x => Math.Abs(x) > 1e-9);
        if (names > most) violation = Math.Max(violation, names - most);
        if (mean.Length > 0) violation = Math.Max(violation, leastReturn - w.Zip(mean, (x, m) => x * m).Sum());
        return (objective, violation);
    }

    public static double[] Filled(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
