using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Elimination through a matrix of the order of the factors; for many moving coordinates. In eta = Gamma^(-1/2) lambda:
/// <code>
///        k                          m
///   [ I + G'F_J'W F_J G                            ]  k      G = Gamma^(1/2); columns without curvature drop out by themselves
///   [ A_J W F_J G             A_J W A_J'           ]  m
/// </code>
/// The factorisation stops after k pivots; the trailing block is then S.
/// </summary>
internal sealed class FactorSide : CondensedSystem
{
    private readonly SeparableDualProgram _program;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _gramScratch;
    private readonly Slab _root;
    private readonly Slab _step;
    private readonly int _stride;

    public FactorSide(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        int rows = program.Rows.Count, order = program.Loadings.Factors + rows;
        _stride = Lanes.PadTo8(order) + Lanes.Count;
        _matrix = arena.Doubles((long)(order + 1) * _stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(order));
        _gramScratch = arena.Doubles(ScaledGram.ScratchLength(program.Loadings.Factors));
        _root = arena.Doubles(program.Loadings.Stride);
        _step = arena.Doubles(program.Loadings.Stride);
        Stride = program.Rows.Stride;
        Curvature = arena.Doubles((long)Stride * Stride);
        Gradient = arena.Doubles(Stride);
    }

    public override Slab Curvature { get; }

    public override Slab Gradient { get; }

    public override int Stride { get; }

    public override bool Assemble(MovingSet moving, Residuals residuals, DualPoint point)
    {
        int k = _program.Loadings.Factors, m = _program.Rows.Count;
        Fill(moving, k, m);
        if (!Cholesky.Factor(_matrix.Span, k + m, _stride, _scratch, out _, k))
            return false;
        Span<double> step = _step.Span, root = _root.Span;
        ReadOnlySpan<double> g = residuals.Gradient;
        for (int j = 0; j < k; j++)
            step[j] = -root[j] * g[j];
        Cholesky.SolveForward(_matrix.Span, k, _stride, step[..k]);
        for (int a = 0; a < m; a++)
        {
            ReadOnlySpan<double> row = _matrix.Span.Slice((k + a) * _stride, k + m);
            Gradient.Span[a] = Dot.Product(row[..k], step[..k]) - point.Activity[a];
            for (int b = 0; b <= a; b++)
                Curvature.Span[(a * Stride) + b] = Curvature.Span[(b * Stride) + a] = row[k + b];
        }

        return true;
    }

    public override void Recover(MovingSet moving, Residuals residuals, ReadOnlySpan<double> rowStep, Span<double> factorStep)
    {
        int k = _program.Loadings.Factors, m = _program.Rows.Count;
        Span<double> step = _step.Span[..k];
        for (int a = 0; a < m; a++)
            if (rowStep[a] != 0)
                Axpy.Add(-rowStep[a], _matrix.Span.Slice((k + a) * _stride, k), step);
        Cholesky.SolveBackward(_matrix.Span, k, _stride, step);
        for (int j = 0; j < k; j++)
            factorStep[j] = _root.Span[j] * step[j];
    }

    private void Fill(MovingSet moving, int k, int m)
    {
        Span<double> matrix = _matrix.Span, root = _root.Span;
        RowProducts.Fill(_program, moving.List, moving.Rates, matrix, _stride, _gramScratch);
        for (int j = 0; j < k; j++)
            root[j] = Math.Sqrt(_program.FactorCurvature[j]);
        for (int i = 0; i < k; i++)
        {
            Span<double> row = matrix.Slice(i * _stride, i + 1);
            for (int j = 0; j <= i; j++)
                row[j] *= root[i] * root[j];
            row[i] += 1.0;
        }

        for (int a = 0; a < m; a++)
            Scale(root[..k], matrix.Slice((k + a) * _stride, k));
    }

    private static void Scale(ReadOnlySpan<double> factors, Span<double> row) => Hadamard.Multiply(factors, row, row);
}
