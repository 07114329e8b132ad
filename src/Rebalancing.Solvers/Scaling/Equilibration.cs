namespace Rebalancing.Solvers.Scaling;

/// <summary>
/// Ruiz scaling of a quadratic program: x = Columns * scaled x, scaled rows = RowFactors * rows, objective times Cost, so that every column and row of
/// <code>   [ P  A' ; A  0 ]   </code>
/// has a largest element near one. Factors are powers of two, so that scaling itself rounds nothing.
/// </summary>
internal sealed class Equilibration
{
    private const int Passes = 12;
    private const double Least = 1e-8;
    private const double Most = 1e8;

    private Equilibration(double[] columns, double[] rows, double cost)
    {
        Columns = columns;
        RowFactors = rows;
        Cost = cost;
    }

    internal double[] Columns { get; }

    internal double[] RowFactors { get; }

    internal double Cost { get; }

    internal static Equilibration Of(double[] hessian, double[] linear, SparseMap rows)
    {
        int n = linear.Length, m = rows.Rows;
        double[] columns = Ones(n), factors = Ones(m), columnSize = new double[n], rowSize = new double[m];
        for (int pass = 0; pass < Passes; pass++)
        {
            columnSize.AsSpan().Clear();
            rowSize.AsSpan().Clear();
            for (int i = 0; hessian.Length > 0 && i < n; i++)
                for (int j = 0; j < n; j++)
                    columnSize[j] = Math.Max(columnSize[j], Math.Abs(hessian[(i * n) + j]) * columns[i] * columns[j]);
            for (int r = 0; r < m; r++)
                for (int q = rows.RowStart[r]; q < rows.RowStart[r + 1]; q++)
                {
                    double size = Math.Abs(rows.Values[q]) * factors[r] * columns[rows.ColumnIndex[q]];
                    rowSize[r] = Math.Max(rowSize[r], size);
                    columnSize[rows.ColumnIndex[q]] = Math.Max(columnSize[rows.ColumnIndex[q]], size);
                }

            Divide(columns, columnSize);
            Divide(factors, rowSize);
        }

        for (int i = 0; i < n; i++)
            columns[i] = PowerOfTwo(columns[i]);
        for (int r = 0; r < m; r++)
            factors[r] = PowerOfTwo(factors[r]);
        double largest = 0;
        for (int i = 0; i < n; i++)
            largest = Math.Max(largest, Math.Abs(linear[i] * columns[i]));
        return new Equilibration(columns, factors, PowerOfTwo(largest > 0 ? 1 / Math.Clamp(largest, 1e-4, 1e8) : 1));
    }

    internal double[] Hessian(double[] hessian)
    {
        int n = Columns.Length;
        var scaled = new double[hessian.Length];
        for (int k = 0; k < scaled.Length; k++)
            scaled[k] = hessian[k] * Columns[k / n] * Columns[k % n] * Cost;
        return scaled;
    }

    internal double[] Linear(double[] linear)
    {
        var scaled = new double[linear.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = linear[i] * Columns[i] * Cost;
        return scaled;
    }

    internal SparseMap Rows(SparseMap rows)
    {
        var values = rows.Values.ToArray();
        for (int r = 0; r < rows.Rows; r++)
            for (int q = rows.RowStart[r]; q < rows.RowStart[r + 1]; q++)
                values[q] *= RowFactors[r] * Columns[rows.ColumnIndex[q]];
        return new SparseMap(rows.Rows, rows.Columns, rows.RowStart, rows.ColumnIndex, values);
    }

    internal double[] RowLimits(double[] limits)
    {
        var scaled = new double[limits.Length];
        for (int r = 0; r < scaled.Length; r++)
            scaled[r] = limits[r] * RowFactors[r];
        return scaled;
    }

    internal double[] Bounds(double[] bounds)
    {
        var scaled = new double[bounds.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = bounds[i] / Columns[i];
        return scaled;
    }

    private static void Divide(double[] factors, double[] sizes)
    {
        for (int i = 0; i < factors.Length; i++)
            if (sizes[i] > 0)
                factors[i] = Math.Clamp(factors[i] / Math.Sqrt(sizes[i]), Least, Most);
    }

    private static double PowerOfTwo(double x) => Math.ScaleB(1, (int)Math.Round(Math.Log2(x)));

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1.0);
        return ones;
    }
}
