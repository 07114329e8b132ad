using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Meets the rows to rounding. The rows that bind or are violated give a small system, the least move measured by weights omega,
/// <code>
///   dx = Omega A'mu,    (A Omega A') mu = missing
/// </code>
/// first over the coordinates that move freely (omega = their rates), then, if that is not enough, over all with room (omega = room towards the
/// nearer bound). What the repair costs is part of the gap that is reported.
/// </summary>
internal sealed class RowRepair
{
    /// <summary>The first half of the rounds moves what moves freely, the second half all that has room.</summary>
    private const int Rounds = 4;

    /// <summary>A violation up to this is rounding.</summary>
    private const double Enough = 4e-15;

    /// <summary>A violation up to this is left rather than moving coordinates off their kinks: what rests on a kink stays there exactly.</summary>
    private const double Bearable = 1e-10;

    /// <summary>Added to the diagonal of A Omega A', relative to its largest element: rows may repeat one another.</summary>
    private const double Regularisation = 1e-13;

    /// <summary>The largest element counts as no less, so that a matrix of zeros has pivots.</summary>
    private const double LeastDiagonal = 1e-290;

    private readonly SeparableDualProgram _program;
    private readonly IntSlab _list;
    private readonly Slab _weight;
    private readonly Slab _move;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _missing;
    private readonly Slab _price;
    private readonly int[] _position;
    private readonly int _stride;
    private readonly Slab _products;
    private readonly Slab _gramScratch;
    private readonly int _productStride;
    private readonly Slab _none;
    private readonly Slab _combined;
    private int _count;

    public RowRepair(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        int rows = program.Rows.Count;
        _list = arena.Ints(program.Functions.Padded);
        _weight = arena.Doubles(program.Functions.Padded);
        _move = arena.Doubles(program.Functions.Padded);
        _stride = Lanes.PadTo8(rows + 1);
        _matrix = arena.Doubles((long)(rows + 1) * _stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(rows));
        _missing = arena.Doubles(rows + 1);
        _price = arena.Doubles(program.Rows.Stride);
        _position = new int[rows + 1];
        if (!program.Rows.HasFactorRows)
            return;
        int order = program.Loadings.Factors + rows;
        _productStride = Lanes.PadTo8(order);
        _products = arena.Doubles((long)(order + 1) * _productStride);
        _gramScratch = arena.Doubles(ScaledGram.ScratchLength(program.Loadings.Factors));
        _none = arena.Doubles(program.Loadings.Stride);
        _combined = arena.Doubles(program.Loadings.Stride);
    }

    /// <summary>Moves x of the point so that its rows hold; returns the violation that is left.</summary>
    public double Run(DualPoint point, MovingSet moving)
    {
        double violation = Violation(point);
        for (int round = 0; round < Rounds; round++)
        {
            if (violation <= (round < Rounds / 2 ? Enough : Bearable))
                break;
            if (round < Rounds / 2)
                TakeMoving(moving);
            else
                TakeRoom(point);
            if (!Move(point))
                continue;
            violation = Violation(point);
        }

        return violation;
    }

    public double Violation(DualPoint point)
    {
        ReadOnlySpan<double> activity = point.Activity;
        double violation = 0;
        for (int r = 0; r < _program.Rows.Count; r++)
            violation = Math.Max(violation, _program.Rows.Violation(r, activity[r]));
        return violation;
    }

    private void TakeMoving(MovingSet moving)
    {
        _count = moving.Count;
        moving.List.CopyTo(_list.Span);
        moving.Rates.CopyTo(_weight.Span);
    }

    private void TakeRoom(DualPoint point)
    {
        _count = 0;
        ReadOnlySpan<double> x = point.X, lower = _program.Functions.Lower;
        for (int i = 0; i < _program.Count; i++)
        {
            double room = Math.Min(1.0, Math.Min(x[i] - lower[i], _program.Functions.UpperOf(i) - x[i]));
            if (!(room > 0))
                continue;
            _list.Span[_count] = i;
            _weight.Span[_count++] = room;
        }
    }

    private bool Move(DualPoint point)
    {
        int rows = SelectRows(point);
        _program.Functions.FindChargeSlopes(_list.Span[.._count], point.X);
        Fill(rows);
        Span<double> missing = _missing.Span[..rows];
        if (rows == 0 || !Cholesky.Factor(_matrix, rows, _stride, _scratch, out _))
            return false;
        Cholesky.SolveInPlace(_matrix, rows, _stride, missing);
        Span<double> price = _price.Span, move = _move.Span, x = point.X;
        for (int r = 0; r < _program.Rows.Count; r++)
            price[r] = _position[r] >= 0 ? missing[_position[r]] : 0;
        ReadOnlySpan<double> lower = _program.Functions.Lower;
        FactorPulls(price);
        for (int t = 0; t < _count; t++)
        {
            int i = _list.Span[t];
            double pull = _program.Rows.HasFactorRows ? Dot.Product(_program.Loadings.Row(i), _combined) : 0;
            for (RowEntries entries = new(_program, i); entries.MoveNext();)
                pull = Math.FusedMultiplyAdd(entries.Coefficient, price[entries.Row], pull);
            double landed = Math.Min(Math.Max(x[i] + (_weight.Span[t] * pull), lower[i]), _program.Functions.UpperOf(i));
            move[t] = landed - x[i];
            x[i] = landed;
        }

        point.Apply(_program, _list.Span[.._count], move[.._count]);
        return true;
    }

    /// <summary>The prices of rows over exposures as prices of the factors.</summary>
    private void FactorPulls(ReadOnlySpan<double> price)
    {
        if (!_program.Rows.HasFactorRows)
            return;
        _none.Span.Clear();
        _program.Rows.Combine(_none, price, _combined);
    }

    /// <summary>Rows that are violated, and rows that would be left when something moves: those that bind.</summary>
    private int SelectRows(DualPoint point)
    {
        int rows = 0;
        ReadOnlySpan<double> activity = point.Activity, lower = _program.Rows.Lower, upper = _program.Rows.Upper, nu = point.Nu;
        for (int r = 0; r < _program.Rows.Count; r++)
        {
            double target = Math.Min(Math.Max(activity[r], lower[r]), upper[r]);
            _position[r] = -1;
            if (target == activity[r] && nu[r] == 0)
                continue;
            _position[r] = rows;
            _missing.Span[rows++] = target - activity[r];
        }

        _position[_program.Rows.Count] = -1;
        return rows;
    }

    private void Fill(int rows)
    {
        Span<double> matrix = _matrix.Span;
        if (_program.Rows.HasFactorRows)
            SelectProducts(matrix);
        else
            SumProducts(rows, matrix);
        double largest = 0;
        for (int a = 0; a < rows; a++)
            largest = Math.Max(largest, matrix[a * (_stride + 1)]);
        for (int a = 0; a < rows; a++)
            matrix[a * (_stride + 1)] += Regularisation * Math.Max(largest, LeastDiagonal);
    }

    private void SelectProducts(Span<double> matrix)
    {
        RowProducts.Fill(_program, _list.Span[.._count], _weight.Span[.._count], _products, _productStride, _gramScratch);
        int k = _program.Loadings.Factors;
        for (int a = 0; a < _program.Rows.Count; a++)
            for (int b = 0; b <= a && _position[a] >= 0; b++)
                if (_position[b] >= 0)
                    matrix[(_position[a] * _stride) + _position[b]] = _products.Span[((k + a) * _productStride) + k + b];
    }

    private void SumProducts(int rows, Span<double> matrix)
    {
        for (int a = 0; a < rows; a++)
            matrix.Slice(a * _stride, rows).Clear();
        for (int t = 0; t < _count; t++)
        {
            for (RowEntries entries = new(_program, _list.Span[t]); entries.MoveNext();)
            {
                int a = _position[entries.Row];
                if (a < 0)
                    continue;
                double weighted = _weight.Span[t] * entries.Coefficient;
                for (RowEntries others = new(_program, _list.Span[t]); others.MoveNext();)
                {
                    int b = _position[others.Row];
                    if (b >= 0 && b <= a)
                        matrix[(a * _stride) + b] = Math.FusedMultiplyAdd(weighted, others.Coefficient, matrix[(a * _stride) + b]);
                }
            }
        }
    }
}
