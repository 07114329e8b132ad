namespace Rebalancing.Numerics;

/// <summary>Eigenvalues of a symmetric tridiagonal matrix by the QL iteration with implicit shifts; the rows of a second matrix are rotated along.</summary>
internal static class ImplicitQl
{
    private const int IterationsPerValue = 60;

    public static void Run(double[] diagonal, double[] beside, double[] rows, int n)
    {
        var spare = new double[n];
        for (int l = 0; l < n; l++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int end = FirstSplit(diagonal, beside, l, n);
                if (end == l) break;
                if (iteration == IterationsPerValue) throw new ArithmeticException($"The eigenvalue iteration did not settle at value {l} of {n} after {IterationsPerValue} steps; the matrix holds numbers that are not finite.");
                Sweep(diagonal, beside, rows, n, l, end, spare);
            }
        }
    }

    /// <summary>The first index from l on whose coupling to the next is negligible.</summary>
    private static int FirstSplit(double[] diagonal, double[] beside, int l, int n)
    {
        int end = l;
        while (end < n - 1 && !(Math.Abs(beside[end]) <= double.Epsilon + (1.1e-16 * (Math.Abs(diagonal[end]) + Math.Abs(diagonal[end + 1]))))) end++;
        return end;
    }

    /// <summary>One chase of the bulge from the end of the unreduced block up to l, with Wilkinson's shift.</summary>
    private static void Sweep(double[] d, double[] e, double[] rows, int n, int l, int end, double[] spare)
    {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Hypotenuse(g, 1);
        g = d[end] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = end - 1; i >= l; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            r = Hypotenuse(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= shift;
                e[end] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - shift;
            r = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * r;
            d[i + 1] = g + shift;
            g = (cosine * r) - b;
            Rotate(rows.AsSpan(i * n, n), rows.AsSpan((i + 1) * n, n), sine, cosine, spare);
        }
        d[l] -= shift;
        e[l] = g;
        e[end] = 0;
    }

    private static void Rotate(Span<double> upper, Span<double> lower, double sine, double cosine, double[] spare)
    {
        Combine.Into(sine, upper, cosine, lower, spare);
        Combine.Into(cosine, upper, -sine, lower, upper);
        spare.CopyTo(lower);
    }

    private static double Hypotenuse(double a, double b)
    {
        double x = Math.Max(Math.Abs(a), Math.Abs(b)), y = Math.Min(Math.Abs(a), Math.Abs(b));
        return x == 0 ? 0 : x * Math.Sqrt(1 + (y / x * (y / x)));
    }
}
