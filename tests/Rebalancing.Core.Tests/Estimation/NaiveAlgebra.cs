namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Textbook linear algebra, shared with nothing in the library.</summary>
internal static class NaiveAlgebra
{
    public static double[,] Dense(RiskModel risk)
    {
        int n = risk.Count;
        var dense = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            var unit = new double[n];
            var column = new double[n];
            unit[i] = 1;
            risk.Multiply(unit, column);
            for (int j = 0; j < n; j++) dense[j, i] = column[j];
        }
        return dense;
    }

    public static double[] Solve(RiskModel risk, double[] right) => Solve(Dense(risk), right);

    /// <summary>Gauss with row pivoting.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        double[,] a = (double[,])matrix.Clone();
        double[] b = [.. right];
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++) if (Math.Abs(a[i, k]) > Math.Abs(a[pivot, k])) pivot = i;
            for (int j = 0; j < n; j++) (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                for (int j = k; j < n; j++) a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < n; j++) b[k] -= a[k, j] * b[j];
            b[k] /= a[k, k];
        }
        return b;
    }

    public static double[,] Covariance(double[,] returns, int ddof)
    {
        (int periods, int n) = (returns.GetLength(0), returns.GetLength(1));
        var means = new double[n];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < n; i++) means[i] += returns[t, i] / periods;
        var covariance = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int t = 0; t < periods; t++) covariance[i, j] += (returns[t, i] - means[i]) * (returns[t, j] - means[j]) / (periods - ddof);
        return covariance;
    }

    public static double Quadratic(double[,] matrix, double[] x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < x.Length; j++) sum += x[i] * matrix[i, j] * x[j];
        return sum;
    }
}
