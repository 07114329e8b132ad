using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// The whole condensed matrix, written out and factorised as LDL': slow, structure-blind and obviously right. The oracle that the structured
/// backends are tested against, and the one for small programs whose structure does not pay.
/// </summary>
internal sealed class DenseReferenceBackend : IKktBackend
{
    /// <summary>1/theta of a fixed column: so stiff that it does not move.</summary>
    private const double Rigid = 1e30;

    private const double LeastPivot = 1e-300;

    private readonly int _n;
    private readonly int _rows;
    private readonly int _order;
    private readonly int _stride;
    private readonly Slab _factor;
    private readonly Slab _constant;
    private readonly Slab _scratch;
    private readonly double[] _unknown;
    private readonly sbyte[] _signs;

    internal DenseReferenceBackend(CondensedSystem system, InteriorPoint.ImageRows products)
    {
        _n = system.Form.Columns;
        _rows = system.Form.Images;
        _order = _n + _rows + system.SpecialCount;
        _stride = Lanes.PadTo8(_order);
        var arena = new Arena();
        _factor = arena.Doubles((long)_order * _stride);
        _constant = arena.Doubles((long)_rows * _stride);
        _scratch = arena.Doubles(Ldl.ScratchLength(_order));
        _unknown = new double[_order];
        _signs = new sbyte[_order];
        for (int i = 0; i < _order; i++)
            _signs[i] = (sbyte)(i < _n || i >= _n + _rows + system.Form.FirstInwardRow ? 1 : -1);
        var locals = new double[system.Form.Lower.Length];
        foreach (ProgramBlock block in system.Form.Program.Blocks)
            for (int r = 0; block.Kind == BlockKind.Image && r < block.Length; r++)
                if (system.IsRegular(block.Start + r))
                {
                    products.CopyRow(block, r, locals);
                    locals.AsSpan(0, _n).CopyTo(_constant.Span[((block.Start + r) * _stride)..]);
                }
    }

    public string Name => "dense reference";

    //        columns   rows   special
    //      [   H         .       .   ]
    //      [   M        -E       .   ]
    //      [   J        -C      -K   ]
    public bool Factor(CondensedSystem system)
    {
        Span<double> a = _factor;
        a.Clear();
        for (int i = 0; i < _n; i++)
            a[(i * _stride) + i] = system.Theta[i] == 0 ? Rigid : 1 / system.Theta[i];
        AddCovariances(system, a);
        for (int r = 0; r < _rows; r++)
        {
            Span<double> row = a.Slice((_n + r) * _stride, _stride);
            _constant.Span.Slice(r * _stride, _n).CopyTo(row);
            row[_n + r] = system.IsRegular(r) ? -system.Compliance[r] : -1;
        }

        int special = system.SpecialCount;
        for (int k = 0; k < special; k++)
        {
            Span<double> row = a.Slice((_n + _rows + k) * _stride, _stride);
            system.SpecialRow(k).CopyTo(row);
            for (int r = 0; r < _rows; r++)
                row[_n + r] = -system.Coupling[(k * _rows) + r];
            for (int l = 0; l <= k; l++)
                row[_n + _rows + l] = -system.SpecialCompliance[(k * special) + l];
        }

        Ldl.Factor(a, _order, _stride, _signs, LeastPivot, _scratch, out int wrong);
        return wrong == 0;
    }

    public void Solve(CondensedSystem system, ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> special, CondensedVector result)
    {
        columns.CopyTo(_unknown);
        for (int i = 0; i < _n; i++)
            if (system.Theta[i] == 0)
                _unknown[i] = 0;
        for (int r = 0; r < _rows; r++)
            _unknown[_n + r] = system.IsRegular(r) ? rows[r] : 0;
        special.CopyTo(_unknown.AsSpan(_n + _rows));
        Ldl.Solve(_factor, _order, _stride, _unknown);
        _unknown.AsSpan(0, _n).CopyTo(result.Columns);
        _unknown.AsSpan(_n, _rows).CopyTo(result.Rows);
        _unknown.AsSpan(_n + _rows).CopyTo(result.Special);
        for (int i = 0; i < _n; i++)
            if (system.Theta[i] == 0)
                result.Columns[i] = 0;
    }

    private void AddCovariances(CondensedSystem system, Span<double> a)
    {
        for (int c = 0; c < system.Form.Covariances.Count; c++)
        {
            InteriorPoint.CovarianceUse use = system.Form.Covariances[c];
            double scale = system.CovarianceScales[c];
            for (int i = 0; i < use.Matrix.Order && scale != 0; i++)
                for (int j = 0; j <= i; j++)
                    a[((use.ColumnStart + i) * _stride) + use.ColumnStart + j] += scale * use.Matrix.Storage[(i * use.Matrix.Stride) + j];
        }
    }
}
