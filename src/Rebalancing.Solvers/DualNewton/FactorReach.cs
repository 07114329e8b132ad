using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// By how much errors of the exposures can move each coordinate's price:
/// <code>
///   reach_i = sqrt( sum_j gamma_j f_ij^2 ),      |f_i'Gamma g| &lt;= reach_i sqrt( g'Gamma g )
/// </code>
/// Norms of the loadings alone would compare factors in whatever units each is written. Found when first asked for after the numbers changed.
/// </summary>
internal sealed class FactorReach
{
    private readonly Slab _reach;
    private bool _isKnown;

    public FactorReach(Arena arena, int padded) => _reach = arena.Doubles(padded);

    /// <summary>The curvatures of the factors or their loadings have changed.</summary>
    public void Forget() => _isKnown = false;

    /// <summary>The reach of every coordinate, padded with zeros; zero for coordinates without loadings.</summary>
    public ReadOnlySpan<double> Of(SeparableDualProgram program)
    {
        if (!_isKnown)
            Find(program.Loadings, program.FactorCurvature);
        _isKnown = true;
        return _reach.Span;
    }

    private void Find(LoadingRows loadings, ReadOnlySpan<double> gamma)
    {
        Span<double> reach = _reach.Span[..loadings.Count];
        if (loadings.Factors == 0)
            return;
        if (!gamma[..loadings.Factors].ContainsAnyExcept(gamma[0]))
        {
            loadings.Norms[..reach.Length].CopyTo(reach);
            Scale.By(Math.Sqrt(gamma[0]), reach);
            return;
        }

        for (int i = 0; i < reach.Length; i++)
        {
            ReadOnlySpan<double> run = loadings.Row(i);
            reach[i] = Math.Sqrt(WeightedDot.Product(gamma[..run.Length], run, run));
        }
    }
}
