using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Weighted products of factors and coupling rows over listed coordinates, the lower triangle:
/// <code>
///        k              m
///   [ F'W F                    ]  k
///   [ A W F          A W A'    ]  m
/// </code>
/// A row that limits exposures is a combination of columns of F, so its products follow from F'W F; only rows over coordinates are summed one by one.
/// </summary>
internal static class RowProducts
{
    public static void Fill(
        SeparableDualProgram program, ReadOnlySpan<int> list, ReadOnlySpan<double> weights, Span<double> matrix, int stride, Span<double> gramScratch)
    {
        LoadingRows loadings = program.Loadings;
        int k = loadings.Factors, loaded = loadings.Loaded(list);
        ScaledGram.GatherRows(loadings.Values, k, loadings.Stride, list[..loaded], weights[..loaded], matrix, stride, gramScratch);
        SumCoordinateRows(program, list, weights, matrix, stride);
        if (program.Rows.HasFactorRows)
            AddFactorRows(program.Rows, k, matrix, stride);
    }

    private static void SumCoordinateRows(SeparableDualProgram program, ReadOnlySpan<int> list, ReadOnlySpan<double> weights, Span<double> matrix, int stride)
    {
        int k = program.Loadings.Factors, m = program.Rows.Count;
        for (int a = 0; a < m; a++)
            matrix.Slice((k + a) * stride, k + m).Clear();
        for (int t = 0; t < list.Length; t++)
        {
            ReadOnlySpan<double> run = program.Loadings.Row(list[t])[..k];
            for (RowEntries entries = new(program, list[t]); entries.MoveNext();)
            {
                Span<double> row = matrix.Slice((k + entries.Row) * stride, k + m);
                double weighted = weights[t] * entries.Coefficient;
                Axpy.Add(weighted, run, row[..k]);
                for (RowEntries others = new(program, list[t]); others.MoveNext();)
                    if (others.Row <= entries.Row)
                        row[k + others.Row] = Math.FusedMultiplyAdd(weighted, others.Coefficient, row[k + others.Row]);
            }
        }
    }

    /// <summary>The rows over exposures: where a is one exposure its products are copied, where it combines them they are multiplied out.</summary>
    private static void AddFactorRows(RowTable rows, int k, Span<double> matrix, int stride)
    {
        ReadOnlySpan<int> factorOf = rows.FactorOf;
        if (rows.HasMixtures)
            Mirror(matrix, k, stride);
        for (int a = 0; a < rows.Count; a++)
        {
            Span<double> row = matrix.Slice((k + a) * stride, k + rows.Count);
            int own = a < factorOf.Length ? factorOf[a] : -1;
            if (own >= 0)
                for (int j = 0; j < k; j++)
                    row[j] = matrix[(Math.Max(own, j) * stride) + Math.Min(own, j)];
            else if (own == RowTable.Mixture)
                SymmetricMatrixVector.Multiply(matrix, k, stride, rows.MixtureOf(a)[..k], row[..k]);
            for (int b = 0; b <= a; b++)
            {
                if (factorOf[b] >= 0)
                    row[k + b] = row[factorOf[b]];
                else if (factorOf[b] == RowTable.Mixture)
                    row[k + b] = Dot.Product(row[..k], rows.MixtureOf(b)[..k]);
                else if (own >= 0)
                    row[k + b] = matrix[((k + b) * stride) + own];
                else if (own == RowTable.Mixture)
                    row[k + b] = Dot.Product(matrix.Slice((k + b) * stride, k), rows.MixtureOf(a)[..k]);
            }
        }
    }

    /// <summary>The upper triangle, for products with the whole matrix.</summary>
    private static void Mirror(Span<double> matrix, int k, int stride)
    {
        for (int i = 0; i < k; i++)
            for (int j = 0; j < i; j++)
                matrix[(j * stride) + i] = matrix[(i * stride) + j];
    }
}
