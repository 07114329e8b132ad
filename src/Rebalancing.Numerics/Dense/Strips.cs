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

    public static void Read(double* a, int n, int stride, double* strips)
    {
        int count = (n + Rows - 1) / Rows;
        for (int t = 0; t < count; t++)
        {
            double* strip = strips + Start(t);
            new Span<double>(strip, (t + 1) * Rows * Rows).Clear();
            for (int r = 0; r < Rows && t * Rows + r < n; r++)
            {
                int i = t * Rows + r;
                double* row = a + (long)i * stride;
                for (int j = 0; j <= i; j++)
                {
                    strip[(long)j * Rows + r] = row[j];
                }
            }
        }
    }

    public static void Write(double* strips, double* a, int n, int stride)
    {
        for (int i = 0; i < n; i++)
        {
            double* strip = strips + Start(i / Rows) + i % Rows;
            double* row = a + (long)i * stride;
            for (int j = 0; j <= i; j++)
            {
                row[j] = strip[(long)j * Rows];
            }
        }
    }
}
