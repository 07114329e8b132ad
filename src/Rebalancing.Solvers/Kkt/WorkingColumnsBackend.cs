using Rebalancing.Numerics;
using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// The columns' side of a system most of whose columns are fixed: the others are gathered into a small matrix, and every row becomes part of the second system.
/// <code>
///   A = diag(1/theta) + covariances over the free columns      order f, Cholesky
///   T = G A^-1 G' + [ E ; C K ],   G = [ M ; J ]
/// </code>
/// </summary>
internal sealed class WorkingColumnsBackend : IKktBackend
{
    private readonly ImageRows _products;
    private readonly int[] _free;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _halfSolved;
    private readonly Slab _second;
    private readonly Slab _secondScratch;
    private readonly SignedFactor _signed;
    private readonly double[] _rows;
    private readonly int[] _positionOf;
    private readonly int _rowStride;
    private readonly int _regular;
    private readonly int _order;
    private readonly int _secondStride;
    private readonly double[] _locals;
    private readonly double[] _work;
    private readonly double[] _unknown;
    private readonly double[] _ones;
    private int _count;
    private int _stride;

    /// <param name="system">What is solved.</param>
    /// <param name="products">Its rows.</param>
    /// <param name="capacity">Most free columns.</param>
    internal WorkingColumnsBackend(CondensedSystem system, ImageRows products, int capacity)
    {
        _products = products;
        int n = system.Form.Columns;
        _free = new int[capacity];
        _positionOf = new int[system.Form.Images];
        for (int r = 0; r < _positionOf.Length; r++)
            _positionOf[r] = system.IsRegular(r) ? _regular++ : -1;
        _order = _regular + system.SpecialCount;
        _secondStride = Lanes.PadTo8(_order);
        _rowStride = n;
        _rows = new double[(long)_order * n];
        _locals = new double[system.Form.Lower.Length];
        _work = new double[capacity];
        _unknown = new double[_order];
        _ones = new double[capacity];
        Array.Fill(_ones, 1.0);
        var arena = new Arena();
        int stride = Lanes.PadTo8(capacity);
        _matrix = arena.Doubles((long)capacity * stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(capacity));
        _halfSolved = arena.Doubles((long)_order * stride);
        _second = arena.Doubles((long)_order * _secondStride);
        _secondScratch = arena.Doubles(ScaledGram.ScratchLengthByColumns(Math.Max(1, _order)));
        _signed = new SignedFactor(_order, negative: 0, arena);
    }

    internal int Capacity => _free.Length;

    public string Name => $"working columns, order {_count}";

    /// <summary>Takes the columns that are not fixed; sums may have been refilled, so the rows are copied anew.</summary>
    internal void Take(CondensedSystem system, Barriers barriers)
    {
        _count = 0;
        for (int i = 0; i < _rowStride; i++)
            if (!barriers.IsFixed[i])
                _free[_count++] = i;
        _stride = Lanes.PadTo8(_count);
        foreach (ProgramBlock image in system.Form.Program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
                if (_positionOf[image.Start + r] >= 0)
                {
                    _products.CopyRow(image, r, _locals);
                    _locals.AsSpan(0, _rowStride).CopyTo(_rows.AsSpan(_positionOf[image.Start + r] * _rowStride));
                }
    }

    public bool Factor(CondensedSystem system)
    {
        Span<double> a = _matrix;
        for (int i = 0; i < _count; i++)
        {
            a.Slice(i * _stride, i).Clear();
            a[(i * _stride) + i] = 1 / system.Theta[_free[i]];
        }

        for (int c = 0; c < system.Form.Covariances.Count; c++)
            AddCovariance(system.Form.Covariances[c], system.CovarianceScales[c], a);
        return Cholesky.Factor(a, _count, _stride, _scratch, out _) && FactorSecond(system);
    }

    public void Solve(CondensedSystem system, ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> special, CondensedVector result)
    {
        Span<double> work = _work.AsSpan(0, _count);
        for (int i = 0; i < work.Length; i++)
            work[i] = columns[_free[i]];
        Cholesky.SolveForward(_matrix, _count, _stride, work);
        for (int r = 0; r < _positionOf.Length; r++)
            if (_positionOf[r] >= 0)
                _unknown[_positionOf[r]] = Dot.Product(HalfSolved(_positionOf[r]), work) - rows[r];
        for (int k = 0; k < system.SpecialCount; k++)
            _unknown[_regular + k] = Dot.Product(HalfSolved(_regular + k), work) - special[k];
        if (_order > 0)
            _signed.Solve(_second, _order, _secondStride, _unknown);
        for (int s = 0; s < _order; s++)
            Axpy.Add(-_unknown[s], HalfSolved(s), work);
        Cholesky.SolveBackward(_matrix, _count, _stride, work);
        result.Columns.AsSpan().Clear();
        for (int i = 0; i < work.Length; i++)
            result.Columns[_free[i]] = work[i];
        for (int r = 0; r < _positionOf.Length; r++)
            result.Rows[r] = _positionOf[r] >= 0 ? _unknown[_positionOf[r]] : 0;
        _unknown.AsSpan(_regular).CopyTo(result.Special);
    }

    private Span<double> HalfSolved(int s) => _halfSolved.Span.Slice(s * _stride, _count);

    private void AddCovariance(CovarianceUse use, double scale, Span<double> a)
    {
        int end = use.ColumnStart + use.Matrix.Order;
        ReadOnlySpan<double> storage = use.Matrix.Storage;
        for (int i = 0; i < _count && scale != 0; i++)
        {
            if (_free[i] < use.ColumnStart || _free[i] >= end)
                continue;
            ReadOnlySpan<double> source = storage.Slice((_free[i] - use.ColumnStart) * use.Matrix.Stride, use.Matrix.Order);
            for (int j = 0; j <= i; j++)
                if (_free[j] >= use.ColumnStart)
                    a[(i * _stride) + j] += scale * source[_free[j] - use.ColumnStart];
        }
    }

    private bool FactorSecond(CondensedSystem system)
    {
        if (_order == 0)
            return true;
        for (int s = 0; s < _order; s++)
        {
            ReadOnlySpan<double> row = s < _regular ? _rows.AsSpan(s * _rowStride, _rowStride) : system.SpecialRow(s - _regular);
            Span<double> target = HalfSolved(s);
            for (int i = 0; i < target.Length; i++)
                target[i] = row[_free[i]];
        }

        Cholesky.SolveForwardMany(_matrix, _count, _stride, _halfSolved, _order, _stride);
        ScaledGram.ByColumns(_halfSolved, _order, _count, _stride, _ones.AsSpan(0, _count), _second, _secondStride, _secondScratch);
        Span<double> second = _second;
        int special = system.SpecialCount, images = _positionOf.Length;
        for (int r = 0; r < images; r++)
            if (_positionOf[r] >= 0)
                second[(_positionOf[r] * _secondStride) + _positionOf[r]] += system.Compliance[r];
        for (int k = 0; k < special; k++)
        {
            Span<double> row = second.Slice((_regular + k) * _secondStride, _order);
            for (int r = 0; r < images; r++)
                if (_positionOf[r] >= 0)
                    row[_positionOf[r]] += system.Coupling[(k * images) + r];
            for (int l = 0; l <= k; l++)
                row[_regular + l] += system.SpecialCompliance[(k * special) + l];
        }

        return _signed.Factor(second, _order, _secondStride);
    }
}
