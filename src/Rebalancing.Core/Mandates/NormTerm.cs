namespace Rebalancing;

/// <summary>
/// A cost that is the square root of a sum of squares: volatility, tracking error. As a limit it costs one norm, as a cost one more variable.
/// </summary>
public abstract class NormTerm : Term
{
    /// <summary>For a term written by anyone, in any assembly.</summary>
    protected NormTerm() { }

    /// <summary>Writes the squares: <see cref="ProgramWriter.Quadratic"/> (sum of q x^2 here, without the half) and <see cref="ProgramWriter.Covariance"/> (scale x'Sx).</summary>
    protected internal abstract void LowerSquares(ProgramWriter program, in AccountView account);

    /// <inheritdoc/>
    protected internal sealed override void Lower(ProgramWriter program, in AccountView account)
    {
        ArgumentNullException.ThrowIfNull(program);
        program.BeginNorm();
        LowerSquares(program, account);
        program.EndNorm();
    }
}
