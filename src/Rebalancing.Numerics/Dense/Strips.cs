namespace Rebalancing.Numerics;

/// <summary>
/// A lower triangle in the order the factorisation reads it: strips of eight rows, column after column, so that a vector
/// holds eight rows of one column and a strip is at the same time the panel that <see cref="Tile"/> wants.
/// <code>
///   strip t (rows 8t .. 8t+7):   x(8t..8t+7, 0), x(8t..8t+7, 1), ..., x(8t..8t+7, 8t+7)      64 t (t + 1) / 2 numbers before it
/// </code>
/// Rows beyond the matrix are zero.
/// </summary>
internal static unsafe class Strips
{
    public const int Rows = Tile.Side;

    /// <summary>Doubles for a matrix of order n, all strips together.</summary>
    public static long Length(int n) => Start((n + Rows - 1) / Rows);

    /// <summary>Where strip t starts.</summary>
    public static long Start(int t) => 32L * t * (t + 1);

    /// <summary>Copies the lower triangle into strips. What stands above the diagonal of a diagonal tile may come along; nothing below depends on it.</summary>
    public static void Read(double* a, int n, int stride, double* strips)
    {
        int whole = n / Rows;
        for (int t = 0; t < whole; t++)
        {
            double* source = a + (long)t * Rows * stride;
            double* strip = strips + Start(t);
            for (int j = 0; j <= t; j++)
            {
                EightByEight.Transpose(source + j * Rows, stride, strip + (long)j * Rows * Rows, Rows);
            }
        }

        if (whole * Rows < n)
        {
            ReadRagged(a, n, stride, strips + Start(whole), whole);
        }
    }

    /// <summary>Copies the lower triangle back.</summary>
    public static void Write(double* strips, double* a, int n, int stride)
    {
        int whole = n / Rows;
        double* tile = stackalloc double[Rows * Rows];
        for (int t = 0; t < whole; t++)
        {
            double* target = a + (long)t * Rows * stride;
            double* strip = strips + Start(t);
            for (int j = 0; j < t; j++)
            {
                EightByEight.Transpose(strip + (long)j * Rows * Rows, Rows, target + j * Rows, stride);
            }

            EightByEight.Transpose(strip + (long)t * Rows * Rows, Rows, tile, Rows);
            for (int i = 0; i < Rows; i++)
            {
                double* row = target + (long)i * stride + t * Rows;
                for (int j = 0; j <= i; j++)
                {
                    row[j] = tile[i * Rows + j];
                }
            }
        }

        for (int i = whole * Rows; i < n; i++)
        {
            double* strip = strips + Start(whole) + i % Rows;
            double* row = a + (long)i * stride;
            for (int j = 0; j <= i; j++)
            {
                row[j] = strip[(long)j * Rows];
            }
        }
    }

    /// <summary>The last strip when it is not full: its missing rows are zero.</summary>
    private static void ReadRagged(double* a, int n, int stride, double* strip, int t)
    {
        new Span<double>(strip, (t + 1) * Rows * Rows).Clear();
        for (int i = t * Rows; i < n; i++)
        {
            double* row = a + (long)i * stride;
            for (int j = 0; j <= i; j++)
            {
                strip[(long)j * Rows + i % Rows] = row[j];
            }
        }
    }
}
