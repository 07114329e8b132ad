using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// Eliminates the columns, which are diagonal, and factorises the order-(rows + special) matrix
/// <code>   S = G theta G' + [ E  C' ; C  K ],   G = [ M ; J ]   </code>
/// The small side when there are many assets and few factors, groups and rows. No covariance can be in the program.
/// </summary>
internal sealed class RowsBackend : IKktBackend
{
    private readonly CondensedSystem _system;
    private readonly List<ColumnBlockRows> _blocks = [];
    private readonly int _regular;
    private readonly int _order;
    private readonly int _stride;
    private readonly Slab _factor;
    private readonly SignedFactor _signed;
    private readonly double[] _unknown;
    private readonly double[] _columns;
    private readonly int[] _positionOf;
    private readonly double[] _locals;
    private readonly int _touched;
    private readonly double[] _images;
    private readonly InteriorPoint.ImageRows _products;

    internal RowsBackend(CondensedSystem system, InteriorPoint.ImageRows products, int threads)
    {
        _system = system;
        _products = products;
        _positionOf = new int[system.Form.Images];
        for (int r = 0; r < _positionOf.Length; r++)
            _positionOf[r] = system.IsRegular(r) ? _regular++ : -1;
        _order = _regular + system.SpecialCount;
        _stride = Lanes.PadTo8(_order);
        var arena = new Arena();
        _factor = arena.Doubles((long)_order * _stride);
        _signed = new SignedFactor(_order, system.Form.VariableNorms.Length, arena);
        _unknown = new double[_order];
        _columns = new double[system.Form.Columns];
        _locals = new double[system.Form.Lower.Length];
        _touched = system.Form.SpecialImageRows > 0 ? _locals.Length : system.Form.Columns;
        _images = new double[system.Form.Images];
        foreach (ProgramBlock block in system.Form.Program.Blocks)
            if (block.Kind == BlockKind.Variables && block.Length > 0)
                _blocks.Add(new ColumnBlockRows(system, products, block, _positionOf, _regular, arena, threads));
    }

    public string Name => $"rows, order {_order}";

    public bool Factor(CondensedSystem system)
    {
        Span<double> s = _factor;
        s.Clear();
        foreach (ColumnBlockRows block in _blocks)
            block.AddTo(s, _stride, system);
        int special = system.SpecialCount;
        for (int r = 0; r < _positionOf.Length; r++)
            if (_positionOf[r] >= 0)
                s[(_positionOf[r] * _stride) + _positionOf[r]] += system.Compliance[r];
        for (int k = 0; k < special; k++)
        {
            Span<double> row = s.Slice((_regular + k) * _stride, _stride);
            for (int r = 0; r < _positionOf.Length; r++)
                if (_positionOf[r] >= 0)
                    row[_positionOf[r]] += system.Coupling[(k * _positionOf.Length) + r];
            for (int l = 0; l <= k; l++)
                row[_regular + l] += system.SpecialCompliance[(k * special) + l];
        }

        return _signed.Factor(s, _order, _stride);
    }

    // rows price = S^-1 (G theta a - b),  columns = theta (a - G' price)
    public void Solve(CondensedSystem system, ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> special, CondensedVector result)
    {
        int n = _columns.Length;
        Hadamard.Multiply(system.Theta, columns, _columns);
        _locals.AsSpan(0, _touched).Clear();
        _columns.AsSpan().CopyTo(_locals);
        _products.Multiply(_locals, _images);
        for (int r = 0; r < _positionOf.Length; r++)
            if (_positionOf[r] >= 0)
                _unknown[_positionOf[r]] = _images[r] - rows[r];
        for (int k = 0; k < system.SpecialCount; k++)
            _unknown[_regular + k] = Dot.Product(system.SpecialRow(k), _columns) - special[k];
        _signed.Solve(_factor, _order, _stride, _unknown);

        for (int r = 0; r < _positionOf.Length; r++)
            result.Rows[r] = _positionOf[r] >= 0 ? _unknown[_positionOf[r]] : 0;
        _unknown.AsSpan(_regular).CopyTo(result.Special);
        _locals.AsSpan(0, _touched).Clear();
        _products.AddTransposed(result.Rows, _locals);
        for (int k = 0; k < system.SpecialCount; k++)
            Axpy.Add(result.Special[k], system.SpecialRow(k), _locals.AsSpan(0, n));
        Combine.Into(1.0, columns, -1.0, _locals.AsSpan(0, n), result.Columns);
        Hadamard.Multiply(system.Theta, result.Columns, result.Columns);
    }
}
