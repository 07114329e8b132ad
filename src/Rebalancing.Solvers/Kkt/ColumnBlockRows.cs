using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// The rows that touch one block of columns, sorted by what they cost in G theta G': loadings kept by column go through the packed Gram product,
/// disjoint groups through sums, and everything else is gathered into one panel of dense columns-by-rows numbers.
/// <code>
///            loadings      groups       panel
///   loadings  F'tF
///   groups    sums of tF   sums of t
///   panel     P'tF         sums of tP   P'tP
/// </code>
/// </summary>
internal sealed class ColumnBlockRows
{
    private readonly ProgramBlock _block;
    private readonly int _length;
    private readonly int _threads;
    private readonly List<(DenseMap Map, int[] Position)> _loadings = [];
    private readonly List<(GroupMap Map, int[] Position)> _groups = [];
    private readonly List<int> _panelPositions = [];
    private readonly int _staticPanel;
    private readonly int _panelWidth;
    private readonly int _panelStride;
    private readonly double[] _weighted;
    private readonly Slab _panel;
    private readonly Slab _gram;
    private readonly Slab _scratch;

    internal ColumnBlockRows(CondensedSystem system, InteriorPoint.ImageRows products, ProgramBlock block, int[] positionOf, int regular, Arena arena, int threads)
    {
        _block = block;
        _length = block.Length;
        _threads = threads;
        var dense = new List<(ProgramBlock Image, int Row)>();
        foreach (ProgramBlock image in system.Form.Program.Blocks)
            if (image.Kind == BlockKind.Image && Touches(image, block))
                Sort(image, positionOf, dense);
        _staticPanel = dense.Count;
        for (int k = 0; k < system.SpecialCount; k++)
            _panelPositions.Add(regular + k);
        _panelWidth = _panelPositions.Count;
        _panelStride = Lanes.PadTo8(_panelWidth);
        _weighted = new double[_panelWidth == 1 ? _length : 0];
        _panel = arena.Doubles((long)_length * _panelStride);
        FillStaticPanel(system, products, dense);

        int widest = _panelWidth;
        int scratch = 0;
        foreach ((DenseMap map, _) in _loadings)
        {
            widest = Math.Max(widest, map.Rows);
            scratch = Math.Max(scratch, ScaledGram.ScratchLength(map.Rows, threads));
        }

        foreach ((GroupMap map, _) in _groups)
            widest = Math.Max(widest, map.Rows);
        int largest = widest;
        scratch = Math.Max(scratch, Math.Max(ScaledGram.ScratchLength(Math.Max(1, _panelWidth), threads), ScaledGram.ScratchLengthCross(largest, largest)));
        _gram = arena.Doubles((long)(widest + 8) * (Lanes.PadTo8(widest) + 8));
        _scratch = arena.Doubles(scratch);
    }

    /// <summary>Adds this block's share of G theta G' to the lower triangle of s.</summary>
    internal void AddTo(Span<double> s, int stride, CondensedSystem system)
    {
        ReadOnlySpan<double> theta = system.Theta.AsSpan(_block.Start, _length);
        FillSpecialPanel(system);
        for (int a = 0; a < _loadings.Count; a++)
        {
            (DenseMap map, int[] position) = _loadings[a];
            int gramStride = Lanes.PadTo8(map.Rows);
            ScaledGram.ByRows(map.Storage, _length, map.Rows, map.Stride, theta, _gram, gramStride, _scratch, _threads);
            ScatterTriangle(s, stride, position, map.Rows, gramStride);
            for (int b = 0; b < a; b++)
                Cross(s, stride, theta, map, position, _loadings[b].Map.Storage, _loadings[b].Map.Rows, _loadings[b].Map.Stride, _loadings[b].Position);
            if (_panelWidth == 1)
                SingleRow(s, stride, theta, map, position);
            else if (_panelWidth > 0)
                Cross(s, stride, theta, map, position, _panel, _panelWidth, _panelStride, null);
            foreach ((GroupMap groups, int[] groupPosition) in _groups)
                GroupRows(s, stride, theta, map.Storage, map.Rows, map.Stride, position, groups, groupPosition);
        }

        if (_panelWidth > 0)
        {
            int gramStride = Lanes.PadTo8(_panelWidth);
            ScaledGram.ByRows(_panel, _length, _panelWidth, _panelStride, theta, _gram, gramStride, _scratch, 1);
            ScatterTriangle(s, stride, null, _panelWidth, gramStride);
            foreach ((GroupMap groups, int[] groupPosition) in _groups)
                GroupRows(s, stride, theta, _panel, _panelWidth, _panelStride, null, groups, groupPosition);
        }

        for (int a = 0; a < _groups.Count; a++)
            for (int b = 0; b <= a; b++)
                GroupPairs(s, stride, theta, a, b);
    }

    private static bool Touches(ProgramBlock image, ProgramBlock block)
    {
        foreach (ImagePart part in image.Parts)
            if (part.Of.Id == block.Id)
                return true;
        return false;
    }

    private void Sort(ProgramBlock image, int[] positionOf, List<(ProgramBlock Image, int Row)> dense)
    {
        if (image.Length == 0 || positionOf[image.Start] < 0)
            return;
        var position = positionOf.AsSpan(image.Start, image.Length).ToArray();
        int mine = 0;
        LinearMap? only = null;
        foreach (ImagePart part in image.Parts)
            if (part.Of.Id == _block.Id)
                (mine, only) = (mine + 1, part.Map);
        if (mine == 1 && only is DenseMap { IsByColumn: true, Rows: > 4 } loadings)
            _loadings.Add((loadings, position));
        else if (mine == 1 && only is GroupMap groups)
            _groups.Add((groups, position));
        else
            for (int r = 0; r < image.Length; r++)
            {
                dense.Add((image, r));
                _panelPositions.Add(position[r]);
            }
    }

    private void FillStaticPanel(CondensedSystem system, InteriorPoint.ImageRows products, List<(ProgramBlock Image, int Row)> dense)
    {
        var locals = new double[system.Form.Lower.Length];
        for (int t = 0; t < dense.Count; t++)
        {
            products.CopyRow(dense[t].Image, dense[t].Row, locals);
            for (int i = 0; i < _length; i++)
                _panel.Span[(i * _panelStride) + t] = locals[_block.Start + i];
        }
    }

    private void FillSpecialPanel(CondensedSystem system)
    {
        Span<double> panel = _panel;
        for (int k = 0; k < system.SpecialCount; k++)
        {
            ReadOnlySpan<double> row = system.SpecialRow(k).Slice(_block.Start, _length);
            int at = _staticPanel + k;
            for (int i = 0; i < row.Length; i++, at += _panelStride)
                panel[at] = row[i];
        }
    }

    private int PositionOf(int[]? position, int t) => position is null ? _panelPositions[t] : position[t];

    private void ScatterTriangle(Span<double> s, int stride, int[]? position, int order, int gramStride)
    {
        ReadOnlySpan<double> gram = _gram;
        for (int i = 0; i < order; i++)
        {
            int row = PositionOf(position, i);
            for (int j = 0; j <= i; j++)
                Add(s, stride, row, PositionOf(position, j), gram[(i * gramStride) + j]);
        }
    }

    private void Cross(Span<double> s, int stride, ReadOnlySpan<double> theta, DenseMap map, int[] position, ReadOnlySpan<double> other, int otherColumns, int otherStride, int[]? otherPosition)
    {
        int gramStride = Lanes.PadTo8(map.Rows);
        ScaledGram.Cross(other, otherColumns, otherStride, map.Storage, map.Rows, map.Stride, _length, theta, _gram, gramStride, _scratch);
        ReadOnlySpan<double> gram = _gram;
        for (int i = 0; i < otherColumns; i++)
        {
            int row = PositionOf(otherPosition, i);
            for (int j = 0; j < map.Rows; j++)
                Add(s, stride, row, position[j], gram[(i * gramStride) + j]);
        }
    }

    /// <summary>A panel of one row is cheaper as a product down the columns than as a tile of eight.</summary>
    private void SingleRow(Span<double> s, int stride, ReadOnlySpan<double> theta, DenseMap map, int[] position)
    {
        ReadOnlySpan<double> panel = _panel;
        for (int i = 0; i < _length; i++)
            _weighted[i] = theta[i] * panel[i * _panelStride];
        Span<double> products = _gram.Span[..map.Rows];
        MatrixVector.MultiplyTransposed(map.Storage, _length, map.Rows, map.Stride, _weighted, products, _threads);
        for (int j = 0; j < map.Rows; j++)
            Add(s, stride, _panelPositions[0], position[j], products[j]);
    }

    private void GroupRows(Span<double> s, int stride, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, int columns, int aStride, int[]? position, GroupMap groups, int[] groupPosition)
    {
        int gramStride = Lanes.PadTo8(columns);
        Span<double> gram = _gram.Span[..(groups.Rows * gramStride)];
        gram.Clear();
        GroupSum.Rows(a, columns, aStride, groups.GroupOf, theta, gram, gramStride);
        for (int g = 0; g < groups.Rows; g++)
            for (int j = 0; j < columns; j++)
                Add(s, stride, groupPosition[g], PositionOf(position, j), gram[(g * gramStride) + j]);
    }

    private void GroupPairs(Span<double> s, int stride, ReadOnlySpan<double> theta, int a, int b)
    {
        ReadOnlySpan<int> first = _groups[a].Map.GroupOf, second = _groups[b].Map.GroupOf;
        int[] firstPosition = _groups[a].Position, secondPosition = _groups[b].Position;
        for (int i = 0; i < _length; i++)
            if (first[i] >= 0 && second[i] >= 0)
                Add(s, stride, firstPosition[first[i]], secondPosition[second[i]], theta[i]);
    }

    private static void Add(Span<double> s, int stride, int i, int j, double value)
    {
        if (i >= j)
            s[(i * stride) + j] += value;
        else
            s[(j * stride) + i] += value;
    }
}
