namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>The split of each covariance, made once for a solver and all its workers.</summary>
internal sealed class DiagonalCache
{
    private readonly Dictionary<CovarianceMatrix, DiagonalExtraction> _known = new(ReferenceEqualityComparer.Instance);

    internal DiagonalExtraction Of(CovarianceMatrix matrix)
    {
        if (!_known.TryGetValue(matrix, out DiagonalExtraction? extraction))
            _known.Add(matrix, extraction = DiagonalExtraction.Of(matrix));
        return extraction;
    }

    /// <summary>The same splits, but for one.</summary>
    internal DiagonalCache With(CovarianceMatrix matrix, DiagonalExtraction extraction)
    {
        var cache = new DiagonalCache();
        foreach ((CovarianceMatrix known, DiagonalExtraction split) in _known)
            cache._known.Add(known, split);
        cache._known[matrix] = extraction;
        return cache;
    }
}
