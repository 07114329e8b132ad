namespace Rebalancing;

/// <summary>The covariance of a risk-budgeting problem, in the form that it has.</summary>
/// <remarks>Holds the working memory of one solution; not thread-safe.</remarks>
internal abstract class BudgetMatrix
{
    public abstract int Order { get; }

    /// <summary>S_ii.</summary>
    public abstract double Diagonal(int i);

    /// <summary>product = S x.</summary>
    public abstract void Multiply(ReadOnlySpan<double> x, Span<double> product);

    /// <summary>
    /// One round over the coordinates: x_i takes its best value with the others fixed, the root of S_ii x_i + c_i = b_i / x_i on the side of its sign,
    /// c_i = (Sx)_i - S_ii x_i; between the bounds, where there are any.
    /// </summary>
    /// <param name="budgets">b.</param>
    /// <param name="x">Overwritten.</param>
    /// <param name="lower">Smallest values; empty for no bounds.</param>
    /// <param name="upper">Largest values; empty for no bounds.</param>
    public abstract void Sweep(ReadOnlySpan<double> budgets, Span<double> x, ReadOnlySpan<double> lower = default, ReadOnlySpan<double> upper = default);

    /// <summary>right becomes (S + diag(extra))^-1 right; false when that matrix is not positive definite to working accuracy.</summary>
    public abstract bool Solve(ReadOnlySpan<double> extra, Span<double> right);

    /// <summary>The root of S x + c = b / x that has the sign of x; written so that nothing cancels.</summary>
    protected static double BestCoordinate(double diagonal, double others, double budget, double x)
    {
        double along = x > 0 ? others : -others;
        double root = Math.Sqrt((along * along) + (4 * diagonal * budget));
        double size = along > 0 ? 2 * budget / (along + root) : (root - along) / (2 * diagonal);
        return x > 0 ? size : -size;
    }
}
