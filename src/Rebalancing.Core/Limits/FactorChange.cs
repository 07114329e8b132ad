namespace Rebalancing;

/// <summary>
/// Bounds on what the trades do to factor exposures: lower_k &lt;= (Bz)_k &lt;= upper_k, z the trades. "Raise value by 0.2 and leave every other factor where it is" is
/// <c>FactorChange.Hedged(model, changes)</c>. Shares its rows with the exposures of the holdings.
/// </summary>
public sealed class FactorChange : Limit
{
    private readonly double[] _lower, _upper;

    /// <param name="model">Whose loadings count.</param>
    /// <param name="lower">Least change of each exposure; negative infinity where there is none.</param>
    /// <param name="upper">Largest change of each exposure; positive infinity where there is none.</param>
    public FactorChange(FactorModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (lower.Length != model.FactorCount || upper.Length != model.FactorCount)
            throw new ArgumentException($"Got {lower.Length} lower and {upper.Length} upper bounds for {model.FactorCount} factors; expected one of each a factor.", nameof(lower));
        for (int k = 0; k < lower.Length; k++)
            if (double.IsNaN(lower[k]) || double.IsNaN(upper[k]) || lower[k] > upper[k])
                throw new ArgumentException(FormattableString.Invariant($"bounds on the change of {model.FactorNames[k]} are [{lower[k]}, {upper[k]}]; expected lower <= upper"), nameof(lower));
        Model = model;
        _lower = lower.ToArray();
        _upper = upper.ToArray();
    }

    /// <summary>The named factors change by so much, and all others stay where they are.</summary>
    /// <param name="model">Whose loadings and factor names count.</param>
    /// <param name="changes">Change of exposure by factor name, in units of the loadings.</param>
    /// <param name="tolerance">How far every change may be off, not negative; default 0.</param>
    public static FactorChange Hedged(FactorModel model, IReadOnlyDictionary<string, double> changes, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.NotNegative(tolerance, "tolerance of factor changes", "it is in units of the loadings and must be finite and >= 0");
        double[] wanted = model.FactorValues(changes, missing: 0);
        for (int k = 0; k < wanted.Length; k++)
            if (!double.IsFinite(wanted[k])) throw new ArgumentOutOfRangeException(nameof(changes), FormattableString.Invariant($"change of {model.FactorNames[k]} is {wanted[k]}; it must be finite"));
        return new FactorChange(model, [.. wanted.Select(c => c - tolerance)], [.. wanted.Select(c => c + tolerance)]);
    }

    /// <summary>Least changes by factor.</summary>
    internal IReadOnlyList<double> LowerByFactor => _lower;

    /// <summary>Largest changes by factor.</summary>
    internal IReadOnlyList<double> UpperByFactor => _upper;

    /// <summary>Whose loadings count.</summary>
    public FactorModel Model { get; }

    /// <inheritdoc/>
    protected internal override string? NameOfRow(int row) => Model.FactorNames[row];

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.Bounds(program.Image(Model.Loadings, program.Trades), _lower, _upper);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Model.Validate(check);
}
