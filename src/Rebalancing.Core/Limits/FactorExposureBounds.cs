using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// Bounds on factor exposures: lower_k &lt;= (B(w - b))_k &lt;= upper_k, in the units of the loadings; b is a benchmark, zero by default. They are limits on
/// the factors that the risk of the same model is written on, correlated or not.
/// </summary>
public sealed class FactorExposureBounds : Limit
{
    private readonly RowBounds _bounds;

    /// <param name="model">Whose loadings count.</param>
    /// <param name="lower">Least exposure to each factor; negative infinity where there is none.</param>
    /// <param name="upper">Largest exposure to each factor; positive infinity where there is none.</param>
    /// <param name="relativeTo">Benchmark weights by asset; null (default) for absolute exposures.</param>
    public FactorExposureBounds(FactorModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, AssetValues? relativeTo = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        RelativeTo = relativeTo;
        _bounds = new RowBounds(model.Loadings, lower, upper, relativeTo, "factor", "model", k => FormattableString.Invariant($"factor {k}"));
    }

    /// <summary>No exposure to the given factors, or the benchmark's; the others are free.</summary>
    /// <param name="model">Whose loadings count.</param>
    /// <param name="factors">Numbers of the neutral factors; none means all.</param>
    /// <param name="relativeTo">Benchmark weights by asset; null (default) for zero exposure.</param>
    public static FactorExposureBounds Neutral(FactorModel model, ReadOnlySpan<int> factors = default, AssetValues? relativeTo = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        double[] lower = new double[model.FactorCount], upper = new double[model.FactorCount];
        if (factors.Length > 0)
        {
            Array.Fill(lower, double.NegativeInfinity);
            Array.Fill(upper, double.PositiveInfinity);
            foreach (int factor in factors)
            {
                if (factor < 0 || factor >= model.FactorCount) throw new ArgumentOutOfRangeException(nameof(factors), $"factor {factor} does not exist; the model has {model.FactorCount} factors, from 0");
                lower[factor] = upper[factor] = 0;
            }
        }
        return new FactorExposureBounds(model, lower, upper, relativeTo);
    }

    /// <summary>A band around target exposures: target_k - band_k to target_k + band_k.</summary>
    /// <param name="model">Whose loadings count.</param>
    /// <param name="target">Target exposures, one a factor.</param>
    /// <param name="band">Half-width of each band, not negative; infinite where the factor is free.</param>
    /// <param name="relativeTo">Benchmark weights by asset; null (default) for absolute exposures.</param>
    public static FactorExposureBounds Within(FactorModel model, ReadOnlySpan<double> target, ReadOnlySpan<double> band, AssetValues? relativeTo = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (target.Length != model.FactorCount || band.Length != model.FactorCount)
            throw new ArgumentException($"Got {target.Length} target exposures and {band.Length} bands for {model.FactorCount} factors; expected one of each a factor.", nameof(target));
        double[] lower = new double[target.Length], upper = new double[target.Length];
        for (int k = 0; k < lower.Length; k++)
        {
            if (!double.IsFinite(target[k])) throw new ArgumentOutOfRangeException(nameof(target), FormattableString.Invariant($"target exposure to {model.FactorNames[k]} is {target[k]}; it must be finite"));
            if (!(band[k] >= 0)) throw new ArgumentOutOfRangeException(nameof(band), FormattableString.Invariant($"band of {model.FactorNames[k]} is {band[k]}; half-widths must be >= 0"));
            (lower[k], upper[k]) = (target[k] - band[k], target[k] + band[k]);
        }
        return new FactorExposureBounds(model, lower, upper, relativeTo);
    }

    /// <summary>Whose loadings count.</summary>
    public FactorModel Model { get; }

    /// <summary>Benchmark weights the bounds are relative to; null for absolute bounds.</summary>
    public AssetValues? RelativeTo { get; }

    /// <summary>Least exposures as given.</summary>
    internal IReadOnlyList<double> LowerByFactor => _bounds.Lower;

    /// <summary>Largest exposures as given.</summary>
    internal IReadOnlyList<double> UpperByFactor => _bounds.Upper;

    /// <inheritdoc/>
    public override string Name => MeasureText.Bounds(RelativeTo is not null ? "Factor less benchmark" : "Factor", _bounds.Lower, _bounds.Upper, k => k.ToString(System.Globalization.CultureInfo.InvariantCulture), Measure.Number);

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.Number;

    /// <inheritdoc/>
    protected internal override string? NameOfRow(int row) => Model.FactorNames[row];

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => _bounds.Write(program);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Model.Validate(check);
}
