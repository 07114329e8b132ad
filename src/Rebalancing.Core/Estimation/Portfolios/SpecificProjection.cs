using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// The portfolio of least specific variance that has given exposures: x = D^-1 B' A^-1 y with A = B D^-1 B' (factors x factors), and its specific variance y'A^-1 y.
/// As the exposures are given, it is the portfolio of least total variance too.
/// </summary>
internal sealed class SpecificProjection
{
    /// <summary>A pivot below this fraction of its diagonal element is rounding: the factor's loadings are a combination of others'.</summary>
    private const double RelativePivot = 1e-11;

    private readonly FactorModel _model;
    private readonly double[] _loadings, _inverseSpecific, _factor;
    private readonly int _stride;

    /// <param name="model">Positive specific variances, loadings of full rank.</param>
    /// <param name="rule">Who asks, for messages.</param>
    public SpecificProjection(FactorModel model, string rule)
    {
        _model = model;
        int n = model.Count, k = model.FactorCount;
        _stride = Lanes.PadTo8(k);
        _inverseSpecific = new double[n];
        for (int i = 0; i < n; i++)
        {
            double specific = model.SpecificVariances[i];
            _inverseSpecific[i] = specific > 0 ? 1 / specific
                : throw new ArgumentException($"{rule}: specific variance of {PortfolioProgram.Label(model.Universe, i)} is 0; the portfolio would rest on that asset alone. Give it a small positive one.", nameof(model));
        }
        _loadings = model.LoadingRuns();
        var arena = new Arena();
        var gram = new double[k * _stride];
        ScaledGram.ByRows(_loadings, n, k, _stride, _inverseSpecific, gram, _stride, arena.Doubles(ScaledGram.ScratchLength(k)));
        _factor = (double[])gram.Clone();
        bool ok = Cholesky.Factor(_factor, k, _stride, arena.Doubles(Cholesky.ScratchLength(k)), out int failed);
        for (int f = 0; ok && f < k; f++)
            if (_factor[(f * _stride) + f] * _factor[(f * _stride) + f] <= RelativePivot * gram[(f * _stride) + f]) (ok, failed) = (false, f);
        if (!ok)
            throw new ArgumentException($"{rule}: loadings of {model.FactorNames[failed]} are a combination of those of the factors before it (or all zero), so its exposure cannot be chosen freely. Leave the factor out, or merge it with them.", nameof(model));
    }

    /// <summary>The portfolio with these exposures.</summary>
    public double[] Portfolio(ReadOnlySpan<double> exposures)
    {
        double[] multipliers = exposures.ToArray(), x = new double[_model.Count];
        Cholesky.SolveInPlace(_factor, multipliers.Length, _stride, multipliers);
        for (int i = 0; i < x.Length; i++) x[i] = _inverseSpecific[i] * Dot.Product(_loadings.AsSpan(i * _stride, multipliers.Length), multipliers);
        return x;
    }

    /// <summary>O + A^-1: the covariance of exposures when everything else is chosen best, row by row.</summary>
    public double[] ExposureCovariance()
    {
        int k = _model.FactorCount;
        var rows = new double[k * k];
        var unit = new double[k];
        for (int f = 0; f < k; f++)
        {
            Array.Clear(unit);
            unit[f] = 1;
            Cholesky.SolveInPlace(_factor, k, _stride, unit);
            for (int g = 0; g < k; g++)
            {
                // the mean of both halves: an inverse column by column is symmetric only up to rounding
                rows[(f * k) + g] += (0.5 * unit[g]) + _model.FactorCovariance(f, g);
                rows[(g * k) + f] += 0.5 * unit[g];
            }
        }
        return rows;
    }
}
