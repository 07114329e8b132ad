using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Explaining;

/// <summary>The coordinate of a covariance that follows most nearly from those before it: a block that is singular but for rounding.</summary>
/// <param name="Owner">Whose covariance.</param>
/// <param name="At">The coordinate.</param>
/// <param name="Left">Part of its variance that the coordinates before it do not explain.</param>
internal sealed record DependenceSuspect(int Owner, int At, double Left)
{
    /// <summary>A coordinate of which less than this is its own is worth a word.</summary>
    private const double Suspicious = 1e-10;

    /// <summary>Keeps the factorisation of a singular matrix going; far below <see cref="Suspicious"/>.</summary>
    private const double Rounding = 1e-14;

    /// <summary>Null where every coordinate has some variance of its own.</summary>
    internal static DependenceSuspect? Of(StructuredProgram program)
    {
        DependenceSuspect? worst = null;
        foreach (FunctionEntry entry in program.Functions)
            if (entry is { Kind: FunctionKind.Covariance, Matrix: { } matrix } && Of(entry.Owner, matrix) is { } found && (worst is null || found.Left < worst.Left))
                worst = found;
        return worst;
    }

    /// <summary>Pivots of the correlation matrix: the squared diagonal of its triangular factor.</summary>
    private static DependenceSuspect? Of(int owner, CovarianceMatrix matrix)
    {
        int n = matrix.Order, stride = matrix.Stride;
        double[] factor = matrix.Storage.ToArray(), size = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(matrix.Storage[(i * stride) + i]))];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                factor[(i * stride) + j] = size[i] > 0 && size[j] > 0 ? factor[(i * stride) + j] / size[i] / size[j] : 0;
            factor[(i * stride) + i] = 1 + Rounding;
        }

        if (!Cholesky.Factor(factor, n, stride, new double[Cholesky.ScratchLength(n)], out int failed))
            return new DependenceSuspect(owner, failed, 0);
        int least = Enumerable.Range(0, n).MinBy(i => factor[(i * stride) + i]);
        double left = factor[(least * stride) + least] * factor[(least * stride) + least];
        return left < Suspicious ? new DependenceSuspect(owner, least, left) : null;
    }
}
