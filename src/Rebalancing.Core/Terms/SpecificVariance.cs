namespace Rebalancing;

/// <summary>
/// Risk that no factor explains, per year: value = sum of d_i (w_i - b_i)^2, b a benchmark or zero. Beside <see cref="FactorTracking"/> it spreads the holdings
/// that carry the wanted exposures.
/// </summary>
public sealed class SpecificVariance : Term
{
    private readonly double[] _curvature;

    /// <param name="model">Whose specific variances d count.</param>
    /// <param name="relativeTo">Benchmark weights b; null (default) for none.</param>
    public SpecificVariance(FactorModel model, AssetValues? relativeTo = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        RelativeTo = relativeTo;
        if (relativeTo is not null)
        {
            Require.Finite(relativeTo, "benchmark weight");
            if (relativeTo.Count != model.Count) throw new ArgumentException($"Benchmark weights are for {relativeTo.Count} assets and the model for {model.Count}; expected the same number.", nameof(relativeTo));
        }
        _curvature = [.. model.SpecificVariances.ToArray().Select(d => 2 * d)];
    }

    /// <summary>Whose specific variances count.</summary>
    public FactorModel Model { get; }

    /// <summary>Benchmark weights; null for none.</summary>
    public AssetValues? RelativeTo { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) =>
        program.Quadratic(RelativeTo is null ? program.Holdings : program.Offset(program.Holdings, RelativeTo.Span), _curvature);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Model.Validate(check);
}
