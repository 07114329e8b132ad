using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>A covariance given entry by entry.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class DenseRisk : RiskModel
{
    private readonly CovarianceMatrix _matrix;

    /// <summary>From a checked covariance matrix, per year.</summary>
    public DenseRisk(CovarianceMatrix matrix, Universe? universe = null) : base(matrix?.Order ?? throw new ArgumentNullException(nameof(matrix)), universe) => _matrix = matrix;

    /// <summary>From rows: symmetric, positive semidefinite, per year.</summary>
    /// <param name="values">count * count numbers, row by row.</param>
    /// <param name="count">Number of assets.</param>
    /// <param name="universe">The assets, if known.</param>
    public static DenseRisk FromRows(ReadOnlySpan<double> values, int count, Universe? universe = null) => new(CovarianceMatrix.FromRows(values, count), universe);

    /// <summary>From yearly volatilities and correlations: S_ij = vol_i vol_j rho_ij.</summary>
    /// <param name="volatilities">Positive or zero; 0.16 is 16 % a year.</param>
    /// <param name="correlations">Symmetric, ones on the diagonal, row by row.</param>
    public static DenseRisk FromCorrelations(AssetValues volatilities, ReadOnlySpan<double> correlations)
    {
        Require.NotNegative(volatilities, "volatility", "volatilities are fractions a year and must be finite and >= 0");
        int n = volatilities.Count;
        if (correlations.Length != n * n) throw new ArgumentException($"Got {correlations.Length} correlations for {n} assets; expected {n * n}, row by row.", nameof(correlations));
        var rows = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                rows[(i * n) + j] = volatilities[i] * volatilities[j] * correlations[(i * n) + j];
        return new DenseRisk(CovarianceMatrix.FromRows(rows, n), volatilities.Universe);
    }

    /// <summary>Covariance of two assets' yearly returns.</summary>
    public double this[int first, int second] =>
        first >= 0 && second >= 0 && first < Count && second < Count ? _matrix.Storage[(first * _matrix.Stride) + second]
            : throw new ArgumentOutOfRangeException(nameof(first), $"covariance of assets {first} and {second} was asked for; there are {Count} assets");

    /// <inheritdoc/>
    public override double AssetVariance(int asset) => this[asset, asset];

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> weights, Span<double> product)
    {
        CheckLengths(weights, product);
        _matrix.Apply(weights, product);
    }

    /// <inheritdoc/>
    public override void Lower(ProgramWriter program, Block on, double scale)
    {
        ArgumentNullException.ThrowIfNull(program);
        program.Covariance(on, _matrix, scale);
    }

    internal CovarianceMatrix Matrix => _matrix;

    internal override void Lower(ProgramBuilder program, Block on, double scale) => program.Covariance(on, _matrix, scale);
}
