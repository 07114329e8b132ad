namespace Rebalancing.Testing;

/// <summary>
/// The optimum of a convex function of three weights with a fixed sum, found without any solver: nested ternary searches over the first two,
/// each down to 1e-11.
/// </summary>
public static class BruteForce
{
    private const int Steps = 60;

    /// <summary>The least value over the triangle x, y, z >= 0 with x + y + z = <paramref name="sum"/>.</summary>
    public static (double Value, double X, double Y) Minimum(Func<double, double, double, double> function, double sum)
    {
        ArgumentNullException.ThrowIfNull(function);
        double x = Search(0, sum, a => Inner(a).Value);
        (double value, double y) = Inner(x);
        return (value, x, y);

        (double Value, double At) Inner(double a)
        {
            double b = Search(0, sum - a, t => function(a, t, sum - a - t));
            return (function(a, b, sum - a - b), b);
        }
    }

    /// <summary>Golden-section search; the ends are tried too, where optima like to lie.</summary>
    private static double Search(double low, double high, Func<double, double> function)
    {
        double golden = (Math.Sqrt(5) - 1) / 2, left = low, right = high;
        double a = right - (golden * (right - left)), b = left + (golden * (right - left)), fa = function(a), fb = function(b);
        for (int step = 0; step < Steps; step++)
        {
            if (fa <= fb)
            {
                (right, b, fb) = (b, a, fa);
                a = right - (golden * (right - left));
                fa = function(a);
            }
            else
            {
                (left, a, fa) = (a, b, fb);
                b = left + (golden * (right - left));
                fb = function(b);
            }
        }
        double best = fa <= fb ? a : b, value = Math.Min(fa, fb);
        if (function(low) < value) (best, value) = (low, function(low));
        return function(high) < value ? high : best;
    }
}
