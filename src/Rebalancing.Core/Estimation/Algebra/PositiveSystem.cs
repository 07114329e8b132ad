using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Linear systems with a symmetric positive definite matrix.</summary>
internal static class PositiveSystem
{
    /// <summary>A pivot below this fraction of its diagonal element is rounding: the column is a combination of others.</summary>
    private const double RelativePivot = 1e-12;

    /// <summary>The right side becomes the solution. The matrix is kept. A singular matrix throws what the caller says.</summary>
    public static void Solve(ReadOnlySpan<double> matrix, int order, Span<double> right, Func<ArgumentException> singular)
    {
        double[] factor = Factor(matrix, order, singular);
        Cholesky.SolveInPlace(factor, order, order, right);
    }

    /// <summary>L of A = L L', row by row in the lower triangle.</summary>
    public static double[] Factor(ReadOnlySpan<double> matrix, int order, Func<ArgumentException> singular)
    {
        double[] factor = matrix.ToArray();
        bool ok = Cholesky.Factor(factor, order, order, new double[Cholesky.ScratchLength(order)], out _);
        for (int i = 0; ok && i < order; i++) ok = factor[(i * order) + i] * factor[(i * order) + i] > RelativePivot * matrix[(i * order) + i];
        return ok ? factor : throw singular();
    }
}
