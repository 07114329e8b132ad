namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Ledoit and Wolf's formulas entry by entry, as they stand in the papers.</summary>
internal static class NaiveShrinkage
{
    public static (double Delta, double[,] Matrix) ConstantVariance(double[,] data)
    {
        (double[,] x, double[,] s, int periods, int n) = Start(data, 0);
        double mean = 0, distance = 0, error = 0;
        for (int i = 0; i < n; i++) mean += s[i, i] / n;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                distance += Math.Pow(s[i, j] - (i == j ? mean : 0), 2);
                for (int t = 0; t < periods; t++) error += Math.Pow((x[t, i] * x[t, j]) - s[i, j], 2) / periods / periods;
            }
        double delta = Math.Min(error, distance) / distance;
        return (delta, Mix(delta, s, (i, j) => i == j ? mean : 0));
    }

    public static (double Delta, double[,] Matrix) ConstantCorrelation(double[,] data, int ddof)
    {
        (double[,] x, double[,] s, int periods, int n) = Start(data, ddof);
        double r = 0, pi = 0, rho = 0, gamma = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (i != j) r += s[i, j] / Math.Sqrt(s[i, i] * s[j, j]) / (n * (n - 1));
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double own = 0, theta = 0;
                for (int t = 0; t < periods; t++)
                {
                    own += Math.Pow((x[t, i] * x[t, j]) - s[i, j], 2) / periods;
                    theta += ((x[t, i] * x[t, i]) - s[i, i]) * ((x[t, i] * x[t, j]) - s[i, j]) / periods;
                }
                pi += own;
                rho += i == j ? own : r * Math.Sqrt(s[j, j] / s[i, i]) * theta;
                gamma += i == j ? 0 : Math.Pow(s[i, j] - (r * Math.Sqrt(s[i, i] * s[j, j])), 2);
            }
        double delta = Math.Clamp((pi - rho) / gamma / periods, 0, 1);
        return (delta, Mix(delta, s, (i, j) => i == j ? s[i, i] : r * Math.Sqrt(s[i, i] * s[j, j])));
    }

    public static (double Delta, double[,] Matrix) SingleFactor(double[,] data)
    {
        (double[,] x, double[,] s, int periods, int n) = Start(data, 0);
        var market = new double[periods];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < n; i++) market[t] += x[t, i] / n;
        double variance = market.Sum(m => m * m) / periods, pi = 0, rho = 0, gamma = 0;
        double[] c = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, periods).Sum(t => x[t, i] * market[t]) / periods)];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double own = 0, along = 0;
                for (int t = 0; t < periods; t++)
                {
                    double product = x[t, i] * x[t, j], m = market[t];
                    own += Math.Pow(product - s[i, j], 2) / periods;
                    // derivative of the target c_i c_j / v along period t
                    double slope = ((c[j] * variance * x[t, i]) + (c[i] * variance * x[t, j]) - (c[i] * c[j] * m)) * m / (variance * variance) * product;
                    along += slope / periods;
                }
                pi += own;
                rho += i == j ? own : along - (c[i] * c[j] / variance * s[i, j]);
                gamma += i == j ? 0 : Math.Pow(s[i, j] - (c[i] * c[j] / variance), 2);
            }
        double delta = Math.Clamp((pi - rho) / gamma / periods, 0, 1);
        return (delta, Mix(delta, s, (i, j) => i == j ? s[i, i] : c[i] * c[j] / variance));
    }

    private static (double[,] X, double[,] S, int Periods, int Count) Start(double[,] data, int ddof)
    {
        (int periods, int n) = (data.GetLength(0), data.GetLength(1));
        double[,] x = (double[,])data.Clone();
        for (int i = 0; i < n; i++)
        {
            double mean = 0;
            for (int t = 0; t < periods; t++) mean += data[t, i] / periods;
            for (int t = 0; t < periods; t++) x[t, i] -= mean;
        }
        return (x, NaiveAlgebra.Covariance(data, ddof), periods, n);
    }

    private static double[,] Mix(double delta, double[,] s, Func<int, int, double> target)
    {
        var mixed = new double[s.GetLength(0), s.GetLength(0)];
        for (int i = 0; i < mixed.GetLength(0); i++)
            for (int j = 0; j < mixed.GetLength(0); j++) mixed[i, j] = (delta * target(i, j)) + ((1 - delta) * s[i, j]);
        return mixed;
    }
}
