using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Elimination through a matrix of the order of the moving coordinates; for few of them:
/// <code>
///        |J|                         m
///   [ W^-1 + F_J Gamma F_J'                        ]  |J|
///   [ A_J                      0                   ]  m        the trailing block becomes -S after |J| pivots
///   dlambda = -Gamma g + Gamma F_J' M^-1 (F_J Gamma g - A_J'dnu)
/// </code>
/// </summary>
internal sealed class CoordinateSide : CondensedSystem
{
    private readonly SeparableDualProgram _program;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _gramScratch;
    private readonly Slab _runs;
    private readonly Slab _priceGradient;
    private readonly Slab _answer;
    private readonly int _stride;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="program">What is solved.</param>
    /// <param name="capacity">The most moving coordinates this side is used for.</param>
    public CoordinateSide(Arena arena, SeparableDualProgram program, int capacity)
    {
        _program = program;
        Capacity = capacity;
        int rows = program.Rows.Count, order = capacity + rows;
        _stride = Lanes.PadTo8(order) + Lanes.Count;
        _matrix = arena.Doubles((long)(order + 1) * _stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(order));
        _gramScratch = arena.Doubles(ScaledGram.ScratchLengthByColumns(capacity));
        _runs = arena.Doubles((long)capacity * program.Loadings.Stride);
        _priceGradient = arena.Doubles(program.Loadings.Stride);
        _answer = arena.Doubles(capacity);
        Stride = program.Rows.Stride;
        Curvature = arena.Doubles((long)Stride * Stride);
        Gradient = arena.Doubles(Stride);
    }

    public int Capacity { get; }

    public override Slab Curvature { get; }

    public override Slab Gradient { get; }

    public override int Stride { get; }

    public override bool Assemble(MovingSet moving, Residuals residuals, DualPoint point)
    {
        int size = moving.Count, m = _program.Rows.Count, k = _program.Loadings.Stride;
        Span<double> matrix = _matrix.Span, answer = _answer.Span[..size], scaled = _priceGradient.Span;
        Span<double> runs = _runs.Span[..(size * k)];
        for (int t = 0; t < size; t++)
            _program.Loadings.Row(moving.List[t]).CopyTo(runs.Slice(t * k, k));
        ScaledGram.ByColumns(runs, size, k, k, _program.FactorCurvature, matrix, _stride, _gramScratch);
        for (int t = 0; t < size; t++)
            matrix[(t * _stride) + t] += 1.0 / moving.Rates[t];
        for (int j = 0; j < k; j++)
            scaled[j] = _program.FactorCurvature[j] * residuals.Gradient[j];
        MatrixVector.Multiply(runs, size, k, k, scaled, answer);
        FillRows(moving, size, m);
        if (!Cholesky.Factor(matrix, size + m, _stride, _scratch, out _, size))
            return false;
        Cholesky.SolveForward(matrix, size, _stride, answer);
        for (int a = 0; a < m; a++)
        {
            ReadOnlySpan<double> row = matrix.Slice((size + a) * _stride, size + m);
            Gradient.Span[a] = -Dot.Product(row[..size], answer) - point.Activity[a];
            for (int b = 0; b <= a; b++)
                Curvature.Span[(a * Stride) + b] = Curvature.Span[(b * Stride) + a] = -row[size + b];
        }

        return true;
    }

    public override void Recover(MovingSet moving, Residuals residuals, ReadOnlySpan<double> rowStep, Span<double> factorStep)
    {
        int size = moving.Count, m = _program.Rows.Count, k = _program.Loadings.Stride;
        Span<double> answer = _answer.Span[..size];
        for (int a = 0; a < m; a++)
            if (rowStep[a] != 0)
                Axpy.Add(-rowStep[a], _matrix.Span.Slice((size + a) * _stride, size), answer);
        Cholesky.SolveBackward(_matrix.Span, size, _stride, answer);
        ReadOnlySpan<double> gamma = _program.FactorCurvature, g = residuals.Gradient;
        for (int j = 0; j < k; j++)
            factorStep[j] = -g[j];
        MatrixVector.AddTransposed(1.0, _runs.Span[..(size * k)], size, k, k, answer, factorStep);
        Hadamard.Multiply(gamma, factorStep, factorStep);
    }

    private void FillRows(MovingSet moving, int size, int m)
    {
        Span<double> matrix = _matrix.Span;
        for (int a = 0; a < m; a++)
            matrix.Slice((size + a) * _stride, size + m).Clear();
        for (int t = 0; t < size; t++)
            for (RowEntries entries = new(_program, moving.List[t]); entries.MoveNext();)
                matrix[((size + entries.Row) * _stride) + t] = entries.Coefficient;
        ReadOnlySpan<int> factorOf = _program.Rows.FactorOf;
        for (int a = 0; a < m; a++)
            if (_program.Rows.IsOnFactors(a))
                FillFactorRow(factorOf[a], a, matrix.Slice((size + a) * _stride, size));
    }

    private void FillFactorRow(int factor, int a, Span<double> row)
    {
        int k = _program.Loadings.Stride;
        ReadOnlySpan<double> runs = _runs.Span[..(row.Length * k)];
        if (factor == RowTable.Mixture)
        {
            MatrixVector.Multiply(runs, row.Length, k, k, _program.Rows.MixtureOf(a), row);
            return;
        }

        for (int t = 0; t < row.Length; t++)
            row[t] = runs[(t * k) + factor];
    }
}
