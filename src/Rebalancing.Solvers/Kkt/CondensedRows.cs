using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>Adds M' E^-1 M over the image rows that have compliance to a matrix over the columns.</summary>
internal sealed class CondensedRows
{
    private readonly CondensedSystem _system;
    private readonly double[] _weights;
    private readonly double[] _column;
    private readonly double[] _row;
    private readonly double[] _product;
    private readonly Slab _gram;
    private readonly Slab _scratch;

    internal CondensedRows(CondensedSystem system, Arena arena)
    {
        _system = system;
        int longest = 0, widest = 0, scratch = 0;
        foreach (ProgramBlock image in system.Form.Program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            longest = Math.Max(longest, image.Length);
            foreach (ImagePart part in image.Parts)
                if (part.Map is DenseMap map)
                {
                    widest = Math.Max(widest, map.Columns);
                    scratch = Math.Max(scratch, map.IsByColumn ? ScaledGram.ScratchLengthByColumns(map.Columns) : ScaledGram.ScratchLength(map.Columns));
                }
        }

        _weights = new double[longest];
        _column = new double[longest];
        _row = new double[system.Form.Columns];
        _product = new double[system.Form.Columns];
        _gram = arena.Doubles((long)widest * Lanes.PadTo8(widest));
        _scratch = arena.Doubles(scratch);
    }

    internal bool IsCondensed(int row) => _system.IsRegular(row) && !_system.IsStiff[row];

    internal void AddTo(Span<double> a, int stride)
    {
        foreach (ProgramBlock image in _system.Form.Program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            bool any = false;
            for (int r = 0; r < image.Length; r++)
            {
                bool condensed = IsCondensed(image.Start + r);
                any |= condensed;
                _weights[r] = condensed ? 1 / _system.Compliance[image.Start + r] : 0;
            }

            for (int p = 0; any && p < image.Parts.Length; p++)
                for (int q = 0; q <= p; q++)
                    AddPair(a, stride, image, image.Parts[p], image.Parts[q], p == q);
        }
    }

    private void AddPair(Span<double> a, int stride, ProgramBlock image, ImagePart first, ImagePart second, bool same)
    {
        int i0 = _system.Form.LocalStart(_system.Form.Program[first.Of]);
        int j0 = _system.Form.LocalStart(_system.Form.Program[second.Of]);
        ReadOnlySpan<double> weights = _weights.AsSpan(0, image.Length);
        if (same && first.Map is DenseMap dense && dense.Columns > 1)
            AddGram(a, stride, dense, i0, weights);
        else if (same)
            AddOuterProducts(a, stride, first.Map, i0, weights);
        else if (second.Map.Columns <= first.Map.Columns)
            AddCross(a, stride, first.Map, i0, second.Map, j0, weights, mirror: i0 == j0);
        else
            AddCross(a, stride, second.Map, j0, first.Map, i0, weights, mirror: i0 == j0);
    }

    private void AddGram(Span<double> a, int stride, DenseMap map, int start, ReadOnlySpan<double> weights)
    {
        int gramStride = Lanes.PadTo8(map.Columns);
        if (map.IsByColumn)
            ScaledGram.ByColumns(map.Storage, map.Columns, map.Rows, map.Stride, weights, _gram, gramStride, _scratch);
        else
            ScaledGram.ByRows(map.Storage, map.Rows, map.Columns, map.Stride, weights, _gram, gramStride, _scratch);
        ReadOnlySpan<double> gram = _gram;
        for (int i = 0; i < map.Columns; i++)
            Axpy.Add(1.0, gram.Slice(i * gramStride, i + 1), a.Slice(((start + i) * stride) + start, i + 1));
    }

    private void AddOuterProducts(Span<double> a, int stride, LinearMap map, int start, ReadOnlySpan<double> weights)
    {
        Span<double> row = _row.AsSpan(0, map.Columns);
        for (int r = 0; r < map.Rows; r++)
        {
            if (weights[r] == 0)
                continue;
            map.CopyRow(r, row);
            for (int i = 0; i < row.Length; i++)
                if (row[i] != 0)
                    Axpy.Add(weights[r] * row[i], row[..(i + 1)], a.Slice(((start + i) * stride) + start, i + 1));
        }
    }

    /// <summary>Wide' W narrow, one column of the narrow map at a time; both halves where the two act on the same columns.</summary>
    private void AddCross(Span<double> a, int stride, LinearMap wide, int wideStart, LinearMap narrow, int narrowStart, ReadOnlySpan<double> weights, bool mirror)
    {
        Span<double> unit = _row.AsSpan(0, narrow.Columns);
        Span<double> column = _column.AsSpan(0, narrow.Rows);
        Span<double> product = _product.AsSpan(0, wide.Columns);
        for (int c = 0; c < narrow.Columns; c++)
        {
            unit.Clear();
            unit[c] = 1;
            narrow.Apply(unit, column);
            for (int r = 0; r < column.Length; r++)
                column[r] *= weights[r];
            product.Clear();
            wide.AddTransposed(column, product);
            for (int i = 0; i < product.Length; i++)
            {
                int row = wideStart + i, col = narrowStart + c;
                a[(Math.Max(row, col) * stride) + Math.Min(row, col)] += mirror && row == col ? 2 * product[i] : product[i];
            }
        }
    }
}
