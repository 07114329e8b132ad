using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// The covariance of yearly returns, in a form whose structure survives until the solver: dense (<see cref="DenseRisk"/>) or by factors (<see cref="FactorModel"/>).
/// </summary>
/// <remarks>Immutable, checked once, shared by all accounts and threads.</remarks>
public abstract class RiskModel
{
    private protected RiskModel(int count, Universe? universe)
    {
        if (universe is not null && universe.Count != count) throw new ArgumentException($"The risk model is for {count} assets, but its universe has {universe.Count}.", nameof(universe));
        Count = count;
        Universe = universe;
    }

    /// <summary>Number of assets.</summary>
    public int Count { get; }

    /// <summary>The universe the model was made for; null when only the number of assets is known.</summary>
    public Universe? Universe { get; }

    /// <summary>w'Sw: variance of a portfolio's yearly return.</summary>
    /// <param name="weights">One weight an asset.</param>
    public double Variance(ReadOnlySpan<double> weights)
    {
        double variance = 0;
        var gradient = new double[Count];
        Multiply(weights, gradient);
        for (int i = 0; i < gradient.Length; i++) variance += weights[i] * gradient[i];
        return variance;
    }

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public double Volatility(ReadOnlySpan<double> weights) => Math.Sqrt(Variance(weights));

    /// <summary>Sw: covariance of each asset with the portfolio; half the gradient of the variance.</summary>
    public abstract void Multiply(ReadOnlySpan<double> weights, Span<double> product);

    /// <summary>Writes scale/2 x'Sx, or scale x'Sx inside a norm, for a block of one coordinate an asset: the holdings, the trades, holdings less a target.</summary>
    public abstract void Lower(ProgramWriter program, Block on, double scale);

    /// <summary>Variance of one asset's yearly return.</summary>
    public abstract double AssetVariance(int asset);

    /// <summary>The same words as the public one, for programs that no mandate stands behind.</summary>
    internal abstract void Lower(ProgramBuilder program, Block on, double scale);

    internal void Validate(MandateCheck check)
    {
        if (Universe is { } universe) check.Expect("risk model", universe);
        else check.Expect("risk model", Count);
    }

    private protected void CheckLengths(ReadOnlySpan<double> weights, ReadOnlySpan<double> product)
    {
        if (weights.Length != Count || product.Length != Count) throw new ArgumentException($"The risk model is for {Count} assets; got {weights.Length} weights and room for {product.Length} results.");
    }
}
