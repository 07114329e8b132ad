using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Reference;

/// <summary>
/// A reference problem min 1/2 x'Px + q'x + constant, rowLower &lt;= Ax &lt;= rowUpper, lower &lt;= x &lt;= upper, handed to the general front as it stands,
/// and the judgement of an answer from the problem's own arrays.
/// </summary>
internal sealed class GeneralQuadratic(QuadraticProblem problem)
{
    /// <summary>
    /// Added to P's diagonal: for the one problem whose printed numbers are indefinite in their last digits. The certificate is then of the shifted
    /// problem; the objective is always the unshifted one.
    /// </summary>
    public double DiagonalShift { get; init; }

    public QuadraticProblem Problem { get; } = problem;

    /// <summary>The problem for the general front.</summary>
    public QuadraticProgram Pose() =>
        new(DenseHessian(), Problem.Linear, ByRows(Problem.Rows), Problem.RowLower, Problem.RowUpper, Problem.Lower, Problem.Upper);

    /// <summary>The problem said to a builder, for a diagonal P and sizes that no dense matrix should have.</summary>
    public (StructuredProgram Program, Block Columns, Block Rows) Record()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(Problem.VariableCount, "x");
        builder.Linear(x, Problem.Linear);
        builder.Quadratic(x, Diagonal());
        builder.Bounds(x, Problem.Lower, Problem.Upper);
        Block rows = builder.Image(ByRows(Problem.Rows), x);
        builder.Bounds(rows, Problem.RowLower, Problem.RowUpper);
        return (builder.Build(), x, rows);
    }

    /// <summary>
    /// What the answer proves by itself, from the problem's own arrays. With z = Px + q + A'y for the row prices y, weak duality bounds the
    /// optimum from below by -1/2 x'Px + sum z (its bound) - sum y (its row bound); a z or y without a bound on its side is a residual,
    /// relative to 1 + the sizes of z's terms, or to 1 + the largest y.
    /// </summary>
    public (double Objective, double Violation, double Gap, double DualResidual) Judge(double[] x, double[] y)
    {
        double[] px = Problem.QuadraticUpper.SymmetricTimes(x);
        for (int i = 0; i < x.Length; i++) px[i] += DiagonalShift * x[i];
        double[] aty = Problem.Rows.TransposeTimes(y);
        double[] sizes = TermSizes(x, y);
        double bound = Problem.Constant;
        double residual = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double z = px[i] + Problem.Linear[i] + aty[i];
            double at = z > 0 ? Problem.Lower[i] : Problem.Upper[i];
            bound -= 0.5 * x[i] * px[i];
            if (z != 0 && double.IsInfinity(at)) residual = Math.Max(residual, Math.Abs(z) / (1 + sizes[i]));
            bound += z == 0 ? 0 : z * (double.IsInfinity(at) ? x[i] : at);
        }
        double[] rows = Problem.Rows.Times(x);
        double largestPrice = y.Max(Math.Abs);
        for (int r = 0; r < y.Length; r++)
        {
            double at = y[r] > 0 ? Problem.RowUpper[r] : Problem.RowLower[r];
            if (y[r] != 0 && double.IsInfinity(at)) residual = Math.Max(residual, Math.Abs(y[r]) / (1 + largestPrice));
            bound -= y[r] == 0 ? 0 : y[r] * (double.IsInfinity(at) ? rows[r] : at);
        }
        double solved = Problem.Constant;
        for (int i = 0; i < x.Length; i++) solved += x[i] * (Problem.Linear[i] + (0.5 * px[i]));
        return (Problem.Objective(x), RelativeViolation(x), solved - bound, residual);
    }

    /// <summary>|q| + |P||x| + |A'||y|: what the rounding of a reduced cost is relative to.</summary>
    private double[] TermSizes(double[] x, double[] y)
    {
        double[] sizes = Array.ConvertAll(Problem.Linear, Math.Abs);
        SparseColumns upper = Problem.QuadraticUpper;
        for (int j = 0; j < sizes.Length; j++)
        {
            for (int e = upper.Starts[j]; e < upper.Starts[j + 1]; e++)
            {
                sizes[j] += Math.Abs(upper.Values[e] * x[upper.Rows[e]]);
                if (upper.Rows[e] != j) sizes[upper.Rows[e]] += Math.Abs(upper.Values[e] * x[j]);
            }
            for (int e = Problem.Rows.Starts[j]; e < Problem.Rows.Starts[j + 1]; e++) sizes[j] += Math.Abs(Problem.Rows.Values[e] * y[Problem.Rows.Rows[e]]);
        }
        return sizes;
    }

    /// <summary>The largest violation, each relative to 1 + the size of its bound.</summary>
    private double RelativeViolation(double[] x)
    {
        double[] rows = Problem.Rows.Times(x);
        double worst = 0;
        void Excess(double value, double low, double high)
        {
            if (double.IsFinite(low)) worst = Math.Max(worst, (low - value) / (1 + Math.Abs(low)));
            if (double.IsFinite(high)) worst = Math.Max(worst, (value - high) / (1 + Math.Abs(high)));
        }
        for (int i = 0; i < x.Length; i++) Excess(x[i], Problem.Lower[i], Problem.Upper[i]);
        for (int r = 0; r < rows.Length; r++) Excess(rows[r], Problem.RowLower[r], Problem.RowUpper[r]);
        return worst;
    }

    private double[] DenseHessian()
    {
        int n = Problem.VariableCount;
        SparseColumns upper = Problem.QuadraticUpper;
        if (upper.Values.Length == 0) return [];
        var matrix = new double[n * n];
        for (int j = 0; j < n; j++)
        {
            for (int e = upper.Starts[j]; e < upper.Starts[j + 1]; e++)
            {
                matrix[(j * n) + upper.Rows[e]] += upper.Values[e];
                if (upper.Rows[e] != j) matrix[(upper.Rows[e] * n) + j] += upper.Values[e];
            }
            matrix[(j * n) + j] += DiagonalShift;
        }
        return matrix;
    }

    private double[] Diagonal()
    {
        var diagonal = new double[Problem.VariableCount];
        SparseColumns upper = Problem.QuadraticUpper;
        for (int j = 0; j < diagonal.Length; j++)
        {
            for (int e = upper.Starts[j]; e < upper.Starts[j + 1]; e++)
            {
                if (upper.Rows[e] != j) throw new InvalidDataException($"P has an entry in row {upper.Rows[e]} of column {j}");
                diagonal[j] += upper.Values[e];
            }
        }
        return diagonal;
    }

    private static SparseMap ByRows(SparseColumns a)
    {
        var start = new int[a.RowCount + 1];
        foreach (int row in a.Rows) start[row + 1]++;
        for (int r = 0; r < a.RowCount; r++) start[r + 1] += start[r];
        int[] next = [.. start];
        var column = new int[a.Rows.Length];
        var values = new double[a.Rows.Length];
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int e = a.Starts[j]; e < a.Starts[j + 1]; e++)
            {
                int place = next[a.Rows[e]]++;
                (column[place], values[place]) = (j, a.Values[e]);
            }
        }
        return new SparseMap(a.RowCount, a.ColumnCount, start, column, values);
    }
}
