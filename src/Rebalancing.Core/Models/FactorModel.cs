using Rebalancing.Numerics;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// Covariance by factors: S = B'OB + D with loadings B (factors x assets), factor covariance O and specific variances D. No assets x assets matrix is ever formed.
/// </summary>
/// <remarks>
/// Immutable; safe to share between threads. The loadings are padded once here, not at each solve. With a full factor covariance the model also keeps the
/// loadings on uncorrelated factors, L'B with O = LL', so that risk stays diagonal plus low rank.
/// </remarks>
public sealed class FactorModel : RiskModel
{
    private readonly DenseMap _riskLoadings;
    private readonly double[] _riskVariances, _specific;
    private readonly double[]? _factorCovariance, _lower;

    private FactorModel(DenseMap loadings, DenseMap riskLoadings, double[] riskVariances, double[]? factorCovariance, double[]? lower, double[] specific, Universe? universe) : base(loadings.Columns, universe)
    {
        Loadings = loadings;
        _riskLoadings = riskLoadings;
        _riskVariances = riskVariances;
        _specific = specific;
        _factorCovariance = factorCovariance;
        _lower = lower;
        FactorNames = [.. Enumerable.Range(0, loadings.Rows).Select(k => $"factor {k}")];
    }

    private FactorModel(FactorModel model, string[] names) : this(model.Loadings, model._riskLoadings, model._riskVariances, model._factorCovariance, model._lower, model._specific, model.Universe) => FactorNames = names;

    /// <summary>A model with uncorrelated factors.</summary>
    /// <param name="loadings">Factors x assets; build it with <see cref="DenseMap.FromColumns"/>, one run of loadings an asset.</param>
    /// <param name="factorVariances">Yearly variance of each factor, not negative.</param>
    /// <param name="specificVariances">Yearly specific variance of each asset, not negative.</param>
    public static FactorModel Diagonal(DenseMap loadings, ReadOnlySpan<double> factorVariances, AssetValues specificVariances)
    {
        Check(loadings, specificVariances);
        if (factorVariances.Length != loadings.Rows) throw new ArgumentException($"Got {factorVariances.Length} factor variances for {loadings.Rows} factors.", nameof(factorVariances));
        for (int k = 0; k < factorVariances.Length; k++)
            if (!(factorVariances[k] >= 0 && double.IsFinite(factorVariances[k])))
                throw new ArgumentOutOfRangeException(nameof(factorVariances), FormattableString.Invariant($"variance of factor {k} is {factorVariances[k]}; variances are per year and must be finite and >= 0"));
        return new FactorModel(loadings, loadings, factorVariances.ToArray(), null, null, specificVariances.Span.ToArray(), specificVariances.Universe);
    }

    /// <summary>A model with correlated factors.</summary>
    /// <param name="loadings">Factors x assets; build it with <see cref="DenseMap.FromColumns"/>, one run of loadings an asset.</param>
    /// <param name="factorCovariance">Yearly covariance of the factors, row by row; symmetric, positive semidefinite.</param>
    /// <param name="specificVariances">Yearly specific variance of each asset, not negative.</param>
    public static FactorModel Full(DenseMap loadings, ReadOnlySpan<double> factorCovariance, AssetValues specificVariances)
    {
        Check(loadings, specificVariances);
        int k = loadings.Rows;
        _ = CovarianceMatrix.FromRows(factorCovariance, k);
        double[] lower = FactorRotation.LowerTriangle(factorCovariance, k);
        var ones = new double[k];
        Array.Fill(ones, 1.0);
        return new FactorModel(loadings, FactorRotation.Rotate(loadings, lower), ones, factorCovariance.ToArray(), lower, specificVariances.Span.ToArray(), specificVariances.Universe);
    }

    /// <summary>Whether the factors are correlated.</summary>
    internal bool HasFullFactorCovariance => _factorCovariance is not null;

    /// <summary>Number of factors.</summary>
    public int FactorCount => Loadings.Rows;

    /// <summary>Loadings: exposures of a portfolio are <c>Loadings</c> applied to its weights.</summary>
    public DenseMap Loadings { get; }

    /// <summary>Names of the factors in reports and messages: "factor 0", "factor 1", ... unless <see cref="WithFactorNames"/> says more.</summary>
    public IReadOnlyList<string> FactorNames { get; }

    /// <summary>The same model, sharing all its numbers, with names for its factors.</summary>
    /// <param name="names">One a factor, in order; not empty, none twice.</param>
    public FactorModel WithFactorNames(params ReadOnlySpan<string> names)
    {
        if (names.Length != FactorCount) throw new ArgumentException($"Got {names.Length} names for {FactorCount} factors; expected one a factor.", nameof(names));
        for (int k = 0; k < names.Length; k++)
        {
            if (string.IsNullOrWhiteSpace(names[k])) throw new ArgumentException($"the name of factor {k} is empty", nameof(names));
            if (names[..k].Contains(names[k])) throw new ArgumentException($"factor name '{names[k]}' appears twice; names must differ", nameof(names));
        }
        return new FactorModel(this, names.ToArray());
    }

    /// <summary>Number of the factor of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public int FactorIndex(string name)
    {
        for (int k = 0; k < FactorNames.Count; k++)
            if (FactorNames[k] == name) return k;
        throw new KeyNotFoundException($"Factor '{name}' is not in the model; known: {string.Join(", ", FactorNames.Take(10))}{(FactorCount > 10 ? ", ..." : "")}.");
    }

    /// <summary>Numbers by factor from numbers by name; factors that are not named get <paramref name="missing"/>.</summary>
    public double[] FactorValues(IReadOnlyDictionary<string, double> values, double missing)
    {
        ArgumentNullException.ThrowIfNull(values);
        var byFactor = new double[FactorCount];
        Array.Fill(byFactor, missing);
        foreach ((string name, double value) in values) byFactor[FactorIndex(name)] = value;
        return byFactor;
    }

    /// <summary>Specific variances per year.</summary>
    public ReadOnlySpan<double> SpecificVariances => _specific;

    /// <summary>Yearly covariance of two factors.</summary>
    public double FactorCovariance(int first, int second)
    {
        int k = FactorCount;
        if (first < 0 || second < 0 || first >= k || second >= k) throw new ArgumentOutOfRangeException(nameof(first), $"covariance of factors {first} and {second} was asked for; there are {k} factors");
        return _factorCovariance is { } full ? full[(first * k) + second] : first == second ? _riskVariances[first] : 0;
    }

    /// <inheritdoc/>
    public override double AssetVariance(int asset)
    {
        if (asset < 0 || asset >= Count) throw new ArgumentOutOfRangeException(nameof(asset), asset, $"there are {Count} assets");
        double variance = _specific[asset];
        for (int k = 0; k < _riskVariances.Length; k++)
        {
            double loading = _riskLoadings.Storage[_riskLoadings.IsByColumn ? (asset * _riskLoadings.Stride) + k : (k * _riskLoadings.Stride) + asset];
            variance += _riskVariances[k] * loading * loading;
        }
        return variance;
    }

    /// <summary>Factor exposures Bw of a portfolio.</summary>
    public double[] Exposures(ReadOnlySpan<double> weights)
    {
        var exposures = new double[FactorCount];
        Loadings.Apply(weights, exposures);
        return exposures;
    }

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> weights, Span<double> product)
    {
        CheckLengths(weights, product);
        var exposures = new double[_riskLoadings.Rows];
        _riskLoadings.Apply(weights, exposures);
        for (int k = 0; k < exposures.Length; k++) exposures[k] *= _riskVariances[k];
        for (int i = 0; i < product.Length; i++) product[i] = _specific[i] * weights[i];
        _riskLoadings.AddTransposed(exposures, product);
    }

    /// <inheritdoc/>
    public override void Lower(ProgramWriter program, Block on, double scale)
    {
        ArgumentNullException.ThrowIfNull(program);
        Block exposures = program.Image(_riskLoadings, on);
        program.Quadratic(exposures, Scaled(program, _riskVariances, scale));
        program.Quadratic(on, Scaled(program, _specific, scale));
    }

    internal override void Lower(ProgramBuilder program, Block on, double scale)
    {
        Block exposures = program.Image(_riskLoadings, on);
        program.Quadratic(exposures, [.. _riskVariances.Select(v => scale * v)]);
        program.Quadratic(on, [.. _specific.Select(v => scale * v)]);
    }

    /// <summary>The image of holdings on the uncorrelated factors that risk is written on; shared with the risk of this model.</summary>
    internal DenseMap RiskLoadings => _riskLoadings;

    /// <summary>Variances of the uncorrelated factors.</summary>
    internal ReadOnlySpan<double> RiskVariances => _riskVariances;

    /// <summary>Exposures to the model's factors as exposures to the uncorrelated ones: L'f.</summary>
    internal double[] RiskCoordinates(ReadOnlySpan<double> exposures)
    {
        if (_lower is not { } lower) return exposures.ToArray();
        var rotated = new double[exposures.Length];
        for (int p = 0; p < rotated.Length; p++)
            for (int q = 0; q <= p; q++) rotated[q] += lower[(p * rotated.Length) + q] * exposures[p];
        return rotated;
    }

    /// <summary>Loadings on uncorrelated factors of variance one, a run of loadings an asset, padded to a multiple of 8.</summary>
    internal double[] UnitLoadingRuns() => Runs(_riskLoadings, [.. _riskVariances.Select(Math.Sqrt)]);

    /// <summary>Loadings, a run an asset, padded to a multiple of 8.</summary>
    internal double[] LoadingRuns() => Runs(Loadings, null);

    private static double[] Runs(DenseMap map, double[]? scale)
    {
        int k = map.Rows, stride = Lanes.PadTo8(k);
        var runs = new double[map.Columns * stride];
        var row = new double[map.Columns];
        if (map.IsByColumn) map.Storage.CopyTo(runs);
        for (int f = 0; f < k && !map.IsByColumn; f++)
        {
            map.CopyRow(f, row);
            for (int i = 0; i < row.Length; i++) runs[(i * stride) + f] = row[i];
        }
        if (scale is null) return runs;
        for (int i = 0; i < row.Length; i++)
        {
            Span<double> run = runs.AsSpan(i * stride, k);
            Hadamard.Multiply(run, scale, run);
        }
        return runs;
    }

    private static Span<double> Scaled(ProgramWriter program, double[] values, double scale)
    {
        Span<double> scaled = program.Scratch(values.Length);
        for (int i = 0; i < scaled.Length; i++) scaled[i] = scale * values[i];
        return scaled;
    }

    private static void Check(DenseMap loadings, AssetValues specificVariances)
    {
        ArgumentNullException.ThrowIfNull(loadings);
        Require.NotNegative(specificVariances, "specific variance", "variances are per year and must be finite and >= 0");
        if (specificVariances.Count != loadings.Columns)
            throw new ArgumentException($"Loadings are for {loadings.Columns} assets and specific variances for {specificVariances.Count}; expected the same number.", nameof(specificVariances));
    }
}
