namespace Rebalancing.Numerics;

/// <summary>Triangular solves with a row-major lower triangle.</summary>
internal static unsafe class Triangle
{
    private const int Block = 8;

    /// <summary>b := L^-1 b, block by block: eight products along the rows, then the small triangle.</summary>
    public static void Forward(double* l, int n, int stride, double* b, bool unit)
    {
        double* sums = stackalloc double[Block];
        for (int top = 0; top < n; top += Block)
        {
            int rows = Math.Min(Block, n - top);
            double* block = l + (long)top * stride;
            RowProducts.Run(block, null, rows, top, stride, b, sums);
            if (rows == Block)
            {
                SmallTriangle.Forward(block + top, stride, b + top, sums, unit);
                continue;
            }

            for (int i = 0; i < rows; i++)
            {
                double* row = block + (long)i * stride + top;
                double value = b[top + i] - sums[i];
                for (int j = 0; j < i; j++)
                {
                    value = Math.FusedMultiplyAdd(-row[j], b[top + j], value);
                }

                b[top + i] = unit ? value : value / row[i];
            }
        }
    }

    /// <summary>b := L'^-1 b, block by block from the end: the small triangle, then its products are taken from all above.</summary>
    public static void Backward(double* l, int n, int stride, double* b, bool unit)
    {
        int blocks = (n + Block - 1) / Block;
        for (int k = blocks - 1; k >= 0; k--)
        {
            int top = k * Block;
            int rows = Math.Min(Block, n - top);
            double* block = l + (long)top * stride;
            if (rows == Block)
            {
                SmallTriangle.Backward(block + top, stride, b + top, unit);
            }
            else
            {
                BackwardRagged(block + top, rows, stride, b + top, unit);
            }

            ColumnProducts.Add(-1.0, block, null, rows, top, stride, b + top, b);
        }
    }

    private static void BackwardRagged(double* l, int rows, int stride, double* b, bool unit)
    {
        for (int i = rows - 1; i >= 0; i--)
        {
            double value = b[i];
            for (int j = rows - 1; j > i; j--)
            {
                value = Math.FusedMultiplyAdd(-l[(long)j * stride + i], b[j], value);
            }

            b[i] = unit ? value : value / l[(long)i * stride + i];
        }
    }
}
