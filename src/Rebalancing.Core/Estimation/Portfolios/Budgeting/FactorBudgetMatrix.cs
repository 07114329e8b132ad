using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// A covariance by factors, S = G'G + D with one run of loadings G an asset, scaled so that each factor has variance one. A sweep costs n k, a Newton step one
/// Gram product of order k:
/// <code>
/// (E + G'G)^-1 = E^-1 - E^-1 G' (I + G E^-1 G')^-1 G E^-1,   E = D + extra
/// </code>
/// </summary>
internal sealed class FactorBudgetMatrix : BudgetMatrix
{
    private readonly double[] _loadings, _diagonal, _exposures, _weights, _gram;
    private readonly ReadOnlyMemory<double> _specific;
    private readonly int _factors, _stride;
    private readonly Arena _arena = new();
    private readonly Slab _gramScratch, _factorScratch;

    public FactorBudgetMatrix(FactorModel model)
    {
        Order = model.Count;
        _factors = model.FactorCount;
        _stride = Lanes.PadTo8(_factors);
        _loadings = model.UnitLoadingRuns();
        _specific = model.SpecificVariances.ToArray();
        _diagonal = new double[Order];
        for (int i = 0; i < Order; i++) _diagonal[i] = _specific.Span[i] + SumOfSquares.Of(Run(i));
        _exposures = new double[_factors];
        _weights = new double[Order];
        _gram = new double[_factors * _stride];
        _gramScratch = _arena.Doubles(ScaledGram.ScratchLength(_factors));
        _factorScratch = _arena.Doubles(Cholesky.ScratchLength(_factors));
    }

    public override int Order { get; }

    public override double Diagonal(int i) => _diagonal[i];

    public override void Multiply(ReadOnlySpan<double> x, Span<double> product)
    {
        Expose(x);
        MatrixVector.Multiply(_loadings, Order, _factors, _stride, _exposures, product);
        ReadOnlySpan<double> specific = _specific.Span;
        for (int i = 0; i < product.Length; i++) product[i] += specific[i] * x[i];
    }

    public override void Sweep(ReadOnlySpan<double> budgets, Span<double> x, ReadOnlySpan<double> lower = default, ReadOnlySpan<double> upper = default)
    {
        Expose(x);
        ReadOnlySpan<double> specific = _specific.Span;
        for (int i = 0; i < x.Length; i++)
        {
            ReadOnlySpan<double> run = Run(i);
            double others = Dot.Product(run, _exposures) - ((_diagonal[i] - specific[i]) * x[i]);
            double next = BestCoordinate(_diagonal[i], others, budgets[i], x[i]);
            if (lower.Length > 0) next = Math.Min(Math.Max(next, lower[i]), upper[i]);
            Axpy.Add(next - x[i], run, _exposures);
            x[i] = next;
        }
    }

    public override bool Solve(ReadOnlySpan<double> extra, Span<double> right)
    {
        ReadOnlySpan<double> specific = _specific.Span;
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = 1 / (specific[i] + extra[i]);
            right[i] *= _weights[i];
        }

        ScaledGram.ByRows(_loadings, Order, _factors, _stride, _weights, _gram, _stride, _gramScratch);
        for (int k = 0; k < _factors; k++) _gram[(k * _stride) + k] += 1;
        if (!Cholesky.Factor(_gram, _factors, _stride, _factorScratch, out _)) return false;
        Expose(right);
        Cholesky.SolveInPlace(_gram, _factors, _stride, _exposures);
        for (int i = 0; i < right.Length; i++) right[i] -= _weights[i] * Dot.Product(Run(i), _exposures);
        return true;
    }

    private ReadOnlySpan<double> Run(int asset) => _loadings.AsSpan(asset * _stride, _factors);

    /// <summary>exposures = G x.</summary>
    private void Expose(ReadOnlySpan<double> x) => MatrixVector.MultiplyTransposed(_loadings, Order, _factors, _stride, x, _exposures);
}
