using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Solves a small symmetric positive definite system picked out of a larger matrix, A_BB x = b. Elimination by rows of the upper triangle, so that
/// every inner loop is a fused multiply-add along a row; made for orders up to some dozens.
/// </summary>
internal static unsafe class SmallSystem
{
    /// <summary>Numbers from row to row of the scratch matrix.</summary>
    public static int StrideFor(int order) => Lanes.PadTo8(order);

    /// <summary>
    /// Picks rows and columns <paramref name="picked"/> of the symmetric <paramref name="matrix"/>; b becomes x. False if a pivot is not positive.
    /// </summary>
    /// <param name="matrix">The larger matrix, full, row-major.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="picked">Ascending row numbers.</param>
    /// <param name="b">Right-hand side in, solution out; padded to a multiple of eight.</param>
    /// <param name="scratch">Order times <see cref="StrideFor"/> numbers.</param>
    public static bool Solve(ReadOnlySpan<double> matrix, int stride, ReadOnlySpan<int> picked, Span<double> b, Span<double> scratch)
    {
        int n = picked.Length, padded = Lanes.PadTo8(n);
        Guard.Rows(picked, matrix.Length, stride, stride, nameof(matrix));
        Guard.AtLeast(b.Length, padded, nameof(b));
        Guard.AtLeast(scratch.Length, (long)n * padded, nameof(scratch));
        fixed (double* source = matrix, a = scratch, x = b)
        fixed (int* list = picked)
        {
            for (int i = 0; i < n; i++)
            {
                double* row = a + ((long)i * padded);
                double* from = source + ((long)list[i] * stride);
                for (int j = i & ~7; j < n; j++)
                {
                    row[j] = from[list[j]];
                }

                for (int j = n; j < padded; j++)
                {
                    row[j] = 0.0;
                }
            }

            for (int j = n; j < padded; j++)
            {
                x[j] = 0.0;
            }

            return Eliminate(a, n, padded, x) && Substitute(a, n, padded, x);
        }
    }

    private static bool Eliminate(double* a, int n, int padded, double* x)
    {
        for (int p = 0; p < n; p++)
        {
            double* pivotRow = a + ((long)p * padded);
            double pivot = pivotRow[p];
            if (!(pivot > 0.0))
            {
                return false;
            }

            double inverse = 1.0 / pivot;
            pivotRow[p] = inverse;
            double right = x[p];
            for (int i = p + 1; i < n; i++)
            {
                double factor = -pivotRow[i] * inverse;
                double* row = a + ((long)i * padded);
                Vector512<double> factors = Vector512.Create(factor);
                for (int j = i & ~7; j < padded; j += Lanes.Count)
                {
                    Vector512.FusedMultiplyAdd(factors, Vector512.Load(pivotRow + j), Vector512.Load(row + j)).Store(row + j);
                }

                x[i] = Math.FusedMultiplyAdd(factor, right, x[i]);
            }
        }

        return true;
    }

    private static bool Substitute(double* a, int n, int padded, double* x)
    {
        for (int p = n - 1; p >= 0; p--)
        {
            double* row = a + ((long)p * padded);
            double inverse = row[p], value = x[p];
            x[p] = 0.0;
            Vector512<double> sum = Vector512<double>.Zero;
            for (int j = p & ~7; j < padded; j += Lanes.Count)
            {
                Vector512<double> known = Vector512.Load(x + j);
                if (j <= p)
                {
                    known &= Vector512.GreaterThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)(p - j)));
                }

                sum = Vector512.FusedMultiplyAdd(Vector512.Load(row + j), known, sum);
            }

            x[p] = (value - Lanes.Combine(sum)) * inverse;
        }

        return true;
    }
}
