using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Weighted products of factors and coupling rows over listed coordinates, the lower triangle:
/// <code>
///        k              m
///   [ F'W F                    ]  k
///   [ A W F          A W A'    ]  m
/// </code>
/// A row that limits a factor's exposure is a column of F, so all its products stand in F'W F already; only rows over coordinates are summed one by one.
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
            CopyFactorRows(program.Rows, k, matrix, stride);
    }

    private static void SumCoordinateRows(SeparableDualProgram program, ReadOnlySpan<int> list, ReadOnlySpan<double> weights, Span<double> matrix, int stride)
    {
        int k = program.Loadings.Factors, m = program.Rows.Count;
        for (int a = 0; a < m; a++)
            matrix.Slice((k + a) * stride, k + m).Clear();
        for (int t = 0; t < list.Length; t++)
        {
            ReadOnlySpan<double> run = program.Loadings.Row(list[t])[..k];
            for (RowEntries entries = new(program, list[t], factorRows: false); entries.MoveNext();)
            {
                Span<double> row = matrix.Slice((k + entries.Row) * stride, k + m);
                double weighted = weights[t] * entries.Coefficient;
                Axpy.Add(weighted, run, row[..k]);
                for (RowEntries others = new(program, list[t], factorRows: false); others.MoveNext();)
                    if (others.Row <= entries.Row)
                        row[k + others.Row] = Math.FusedMultiplyAdd(weighted, others.Coefficient, row[k + others.Row]);
            }
        }
    }

    private static void CopyFactorRows(RowTable rows, int k, Span<double> matrix, int stride)
    {
        ReadOnlySpan<int> factorOf = rows.FactorOf;
        for (int a = 0; a < factorOf.Length; a++)
        {
            Span<double> row = matrix.Slice((k + a) * stride, k + factorOf.Length);
            int own = factorOf[a];
            for (int j = 0; j < k && own >= 0; j++)
                row[j] = matrix[(Math.Max(own, j) * stride) + Math.Min(own, j)];
            for (int b = 0; b <= a; b++)
            {
                if (factorOf[b] >= 0)
                    row[k + b] = row[factorOf[b]];
                else if (own >= 0)
                    row[k + b] = matrix[((k + b) * stride) + own];
            }
        }
    }
}
