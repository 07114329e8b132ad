namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>The split of each covariance, made once for a solver and all its workers.</summary>
internal sealed class DiagonalCache
{
    private readonly Dictionary<CovarianceMatrix, DiagonalExtraction> _known = new(ReferenceEqualityComparer.Instance);

    internal DiagonalExtraction Of(CovarianceMatrix matrix)
    {
        if (!_known.TryGetValue(matrix, out DiagonalExtraction? extraction))
            _known.Add(matrix, extraction = new DiagonalExtraction(matrix));
        return extraction;
    }
}
