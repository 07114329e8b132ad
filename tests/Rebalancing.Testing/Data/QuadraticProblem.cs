namespace Rebalancing.Testing;

/// <summary>
/// A quadratic, linear or mixed-integer problem:
/// minimise 1/2 x'Px + q'x + constant subject to rowLower &lt;= Ax &lt;= rowUpper, lower &lt;= x &lt;= upper, and x whole where <see cref="Integers"/> says.
/// Missing bounds are IEEE infinities.
/// </summary>
public sealed class QuadraticProblem
{
    /// <summary>Constant of the objective.</summary>
    public required double Constant { get; init; }

    /// <summary>q: the linear part of the objective.</summary>
    public required double[] Linear { get; init; }

    /// <summary>P: upper triangle with its diagonal.</summary>
    public required SparseColumns QuadraticUpper { get; init; }

    /// <summary>Lower bounds of the variables.</summary>
    public required double[] Lower { get; init; }

    /// <summary>Upper bounds of the variables.</summary>
    public required double[] Upper { get; init; }

    /// <summary>A: the rows.</summary>
    public required SparseColumns Rows { get; init; }

    /// <summary>Lower bounds of the rows.</summary>
    public required double[] RowLower { get; init; }

    /// <summary>Upper bounds of the rows.</summary>
    public required double[] RowUpper { get; init; }

    /// <summary>Indices of the variables that must be whole numbers.</summary>
    public required int[] Integers { get; init; }

    /// <summary>Number of variables.</summary>
    public int VariableCount => Linear.Length;

    /// <summary>Number of rows.</summary>
    public int RowCount => RowLower.Length;

    /// <summary>The objective at <paramref name="x"/>, constant included.</summary>
    public double Objective(ReadOnlySpan<double> x)
    {
        var px = QuadraticUpper.SymmetricTimes(x);
        var value = Constant;
        for (var i = 0; i < px.Length; i++) value += x[i] * (Linear[i] + 0.5 * px[i]);
        return value;
    }

    /// <summary>The largest amount by which <paramref name="x"/> breaks a row or a bound; zero when it breaks none.</summary>
    public double Violation(ReadOnlySpan<double> x)
    {
        var worst = 0.0;
        for (var i = 0; i < x.Length; i++) worst = Math.Max(worst, Math.Max(Lower[i] - x[i], x[i] - Upper[i]));
        var rows = Rows.Times(x);
        for (var r = 0; r < rows.Length; r++) worst = Math.Max(worst, Math.Max(RowLower[r] - rows[r], rows[r] - RowUpper[r]));
        return worst;
    }
}
