using Rebalancing.Numerics;
using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// Keeps the columns: curved image rows are condensed into them, and what stays stiff (equalities, special rows) becomes a small second system.
/// <code>
///   A = diag(1/theta) + covariances + M_c' E^-1 M_c          order n, Cholesky
///   T = G A^-1 G' + [ E_s ; K - C E_c^-1 C' ],   G = [ M_s ; J - C E_c^-1 M_c ]
/// </code>
/// The small side for dense covariances and where scenarios outnumber assets.
/// </summary>
internal sealed class ColumnsBackend : IKktBackend
{
    private const double Rigid = 1e30;

    private readonly int _n;
    private readonly int _stride;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _rows;
    private readonly Slab _halfSolved;
    private readonly Slab _second;
    private readonly Slab _secondScratch;
    private readonly SignedFactor _signed;
    private readonly CondensedRows _condensed;
    private readonly ImageRows _products;
    private readonly List<(ProgramBlock Image, int Row)> _stiff = [];
    private readonly int _secondCapacity;
    private readonly double[] _locals;
    private readonly double[] _work;
    private readonly double[] _images;
    private readonly double[] _unknown;
    private readonly double[] _ones;
    private int _secondOrder;
    private int _secondStride;

    internal ColumnsBackend(CondensedSystem system, ImageRows products, int stiffRows)
    {
        _n = system.Form.Columns;
        _stride = Lanes.PadTo8(_n);
        _products = products;
        StiffCapacity = stiffRows;
        _secondCapacity = stiffRows + system.SpecialCount;
        var arena = new Arena();
        _matrix = arena.Doubles((long)_n * _stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(_n));
        _rows = arena.Doubles((long)_secondCapacity * _stride);
        _halfSolved = arena.Doubles((long)_secondCapacity * _stride);
        _second = arena.Doubles((long)_secondCapacity * Lanes.PadTo8(_secondCapacity));
        _secondScratch = arena.Doubles(ScaledGram.ScratchLengthByColumns(Math.Max(1, _secondCapacity)));
        _signed = new SignedFactor(_secondCapacity, system.Form.VariableNorms.Length, arena);
        _condensed = new CondensedRows(system, arena);
        _locals = new double[system.Form.Lower.Length];
        _work = new double[_n];
        _images = new double[system.Form.Images];
        _unknown = new double[_secondCapacity];
        _ones = new double[_n];
        Array.Fill(_ones, 1.0);
    }

    /// <summary>Most stiff rows that there is room for.</summary>
    internal int StiffCapacity { get; }

    public string Name => $"columns, order {_n}";

    public bool Factor(CondensedSystem system)
    {
        Span<double> a = _matrix;
        a.Clear();
        for (int i = 0; i < _n; i++)
            a[(i * _stride) + i] = system.Theta[i] == 0 ? Rigid : 1 / system.Theta[i];
        AddCovariances(system, a);
        _condensed.AddTo(a, _stride);
        if (!Cholesky.Factor(a, _n, _stride, _scratch, out _))
            return false;
        return FactorSecond(system);
    }

    public void Solve(CondensedSystem system, ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> special, CondensedVector result)
    {
        // condensed rows leave a + M_c' E^-1 b behind
        _locals.AsSpan().Clear();
        for (int r = 0; r < _images.Length; r++)
            _images[r] = _condensed.IsCondensed(r) ? rows[r] / system.Compliance[r] : 0;
        _products.AddTransposed(_images, _locals);
        for (int i = 0; i < _n; i++)
            _work[i] = system.Theta[i] == 0 ? 0 : columns[i] + _locals[i];
        Cholesky.SolveForward(_matrix, _n, _stride, _work);

        for (int s = 0; s < _stiff.Count; s++)
            _unknown[s] = Dot.Product(_halfSolved.Span.Slice(s * _stride, _n), _work) - rows[_stiff[s].Image.Start + _stiff[s].Row];
        for (int k = 0; k < system.SpecialCount; k++)
        {
            double c = special[k] - Dot.Product(system.Coupling.AsSpan(k * _images.Length, _images.Length), _images);
            _unknown[_stiff.Count + k] = Dot.Product(_halfSolved.Span.Slice((_stiff.Count + k) * _stride, _n), _work) - c;
        }

        if (_secondOrder > 0)
            _signed.Solve(_second, _secondOrder, _secondStride, _unknown.AsSpan(0, _secondOrder));
        for (int s = 0; s < _secondOrder; s++)
            Axpy.Add(-_unknown[s], _halfSolved.Span.Slice(s * _stride, _n), _work);
        Cholesky.SolveBackward(_matrix, _n, _stride, _work);
        for (int i = 0; i < _n; i++)
            result.Columns[i] = system.Theta[i] == 0 ? 0 : _work[i];
        RecoverRows(system, rows, result);
    }

    /// <summary>Condensed rows: price = (M x - C' special - b) / E.</summary>
    private void RecoverRows(CondensedSystem system, ReadOnlySpan<double> rows, CondensedVector result)
    {
        _unknown.AsSpan(_stiff.Count, system.SpecialCount).CopyTo(result.Special);
        _locals.AsSpan().Clear();
        result.Columns.AsSpan().CopyTo(_locals);
        _products.Multiply(_locals, _images);
        for (int k = 0; k < system.SpecialCount; k++)
            Axpy.Add(-result.Special[k], system.Coupling.AsSpan(k * _images.Length, _images.Length), _images);
        for (int r = 0; r < _images.Length; r++)
            result.Rows[r] = _condensed.IsCondensed(r) ? (_images[r] - rows[r]) / system.Compliance[r] : 0;
        for (int s = 0; s < _stiff.Count; s++)
            result.Rows[_stiff[s].Image.Start + _stiff[s].Row] = _unknown[s];
    }

    private bool FactorSecond(CondensedSystem system)
    {
        _stiff.Clear();
        foreach (ProgramBlock image in system.Form.Program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
                if (system.IsRegular(image.Start + r) && !_condensed.IsCondensed(image.Start + r))
                    _stiff.Add((image, r));
        _secondOrder = _stiff.Count + system.SpecialCount;
        if (_secondOrder > _secondCapacity)
            throw new InvalidOperationException($"{_secondOrder} stiff rows, room for {_secondCapacity}");
        if (_secondOrder == 0)
            return true;
        _secondStride = Lanes.PadTo8(_secondOrder);
        FillRows(system);
        _rows.Span.CopyTo(_halfSolved.Span);
        Cholesky.SolveForwardMany(_matrix, _n, _stride, _halfSolved, _secondOrder, _stride);
        ScaledGram.ByColumns(_halfSolved, _secondOrder, _n, _stride, _ones, _second, _secondStride, _secondScratch);
        Span<double> second = _second;
        for (int s = 0; s < _stiff.Count; s++)
            second[(s * _secondStride) + s] += system.Compliance[_stiff[s].Image.Start + _stiff[s].Row];
        for (int k = 0; k < system.SpecialCount; k++)
            AddSpecialCompliance(system, second, k);
        return _signed.Factor(second, _secondOrder, _secondStride);
    }

    /// <summary>Rows of G: stiff image rows, then J - C E^-1 M over the condensed rows.</summary>
    private void FillRows(CondensedSystem system)
    {
        for (int s = 0; s < _stiff.Count; s++)
        {
            _products.CopyRow(_stiff[s].Image, _stiff[s].Row, _locals);
            _locals.AsSpan(0, _n).CopyTo(_rows.Span[(s * _stride)..]);
        }

        for (int k = 0; k < system.SpecialCount; k++)
        {
            for (int r = 0; r < _images.Length; r++)
                _images[r] = _condensed.IsCondensed(r) ? -system.Coupling[(k * _images.Length) + r] / system.Compliance[r] : 0;
            _locals.AsSpan().Clear();
            system.SpecialRow(k).CopyTo(_locals);
            _products.AddTransposed(_images, _locals);
            _locals.AsSpan(0, _n).CopyTo(_rows.Span[((_stiff.Count + k) * _stride)..]);
        }
    }

    private void AddSpecialCompliance(CondensedSystem system, Span<double> second, int k)
    {
        Span<double> row = second.Slice((_stiff.Count + k) * _secondStride, _secondOrder);
        int images = _images.Length, special = system.SpecialCount;
        for (int l = 0; l <= k; l++)
        {
            double sum = system.SpecialCompliance[(k * special) + l];
            for (int r = 0; r < images; r++)
                if (_condensed.IsCondensed(r))
                    sum -= system.Coupling[(k * images) + r] * system.Coupling[(l * images) + r] / system.Compliance[r];
            row[_stiff.Count + l] += sum;
        }

        for (int s = 0; s < _stiff.Count; s++)
            row[s] += system.Coupling[(k * images) + _stiff[s].Image.Start + _stiff[s].Row];
    }

    private void AddCovariances(CondensedSystem system, Span<double> a)
    {
        for (int c = 0; c < system.Form.Covariances.Count; c++)
        {
            CovarianceUse use = system.Form.Covariances[c];
            double scale = system.CovarianceScales[c];
            for (int i = 0; i < use.Matrix.Order && scale != 0; i++)
                Axpy.Add(scale, use.Matrix.Storage.Slice(i * use.Matrix.Stride, i + 1), a.Slice(((use.ColumnStart + i) * _stride) + use.ColumnStart, i + 1));
        }
    }
}
