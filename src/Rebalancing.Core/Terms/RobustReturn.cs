namespace Rebalancing;

/// <summary>
/// Worst-case expected return as a cost, per year: value = -mu'w + delta'|w| (box) or -mu'w + radius * sqrt(w'Uw) (ellipsoid).
/// </summary>
public sealed class RobustReturn : Term
{
    private readonly double[] _slope;

    /// <param name="returns">Expected return of each asset, fraction a year.</param>
    /// <param name="uncertainty">How far the returns may be off.</param>
    public RobustReturn(AssetValues returns, ReturnUncertainty uncertainty)
    {
        ArgumentNullException.ThrowIfNull(uncertainty);
        Returns = Require.Finite(returns, "expected return");
        Uncertainty = uncertainty;
        _slope = [.. returns.Select(r => -r)];
    }

    /// <summary>Expected return of each asset per year.</summary>
    public AssetValues Returns { get; }

    /// <summary>How far the returns may be off.</summary>
    public ReturnUncertainty Uncertainty { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.Linear(program.Holdings, _slope);
        Uncertainty.Lower(program);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        check.Expect("expected returns", Returns);
        Uncertainty.Validate(check);
    }
}
