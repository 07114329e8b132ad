namespace Rebalancing.Numerics;

/// <summary>
/// The lower triangle of a Gram matrix as tiles. Tiles wholly below the diagonal are summed in place; those that touch the
/// diagonal or the last, incomplete rows are summed in a rim of buffers and copied at the end, so nothing above the
/// diagonal or beyond the matrix is ever written.
/// <code>
///   rim  .  .          columns in groups of three panels, rows in tiles of eight
///   rim rim .          the first three tiles under a group's head touch the diagonal
///   rim rim rim
///   in  in  in  rim
/// </code>
/// </summary>
internal readonly unsafe struct TriangleOfTiles
{
    private const int BufferLength = Tile.Side * Tile.Side * Tile.MaxPanels;
    private const int BufferStride = Tile.Side * Tile.MaxPanels;
    private const int BuffersInGroup = Tile.MaxPanels + 1;

    private readonly double* _gram;
    private readonly double* _rim;
    private readonly int _order;
    private readonly int _stride;

    public TriangleOfTiles(double* gram, int order, int stride, double* rim)
    {
        _gram = gram;
        _order = order;
        _stride = stride;
        _rim = rim;
    }

    private int Tiles => (_order + Tile.Side - 1) / Tile.Side;

    /// <summary>Doubles the rim of a matrix of this order needs.</summary>
    public static int RimLength(int order)
    {
        int tiles = (order + Tile.Side - 1) / Tile.Side;
        return (tiles + Tile.MaxPanels - 1) / Tile.MaxPanels * BuffersInGroup * BufferLength;
    }

    public void Clear()
    {
        new Span<double>(_rim, RimLength(_order)).Clear();
        for (int i = 0; i < _order; i++)
        {
            new Span<double>(_gram + (long)i * _stride, i + 1).Clear();
        }
    }

    /// <summary>gram += (weighted panels)' (plain panels) for the tiles of this share.</summary>
    public void Add(double* weighted, double* plain, int depth, int share, int shares)
    {
        int tiles = Tiles;
        long panel = (long)depth * Tile.Side;
        int turn = 0;
        for (int head = 0; head < tiles; head += Tile.MaxPanels)
        {
            double* b = plain + head * panel;
            for (int r = head; r < tiles; r++)
            {
                if (turn++ % shares != share)
                {
                    continue;
                }

                double* c = Place(head, r, out int stride);
                int panels = Math.Min(Tile.MaxPanels, r - head + 1);
                Tile.Run(panels, depth, weighted + r * panel, b, b + panel, b + 2 * panel, c, c + 8, c + 16, stride, 1.0);
            }
        }
    }

    /// <summary>Copies the rim into the matrix; call once, after the last <see cref="Add"/>.</summary>
    public void Finish()
    {
        int tiles = Tiles;
        for (int head = 0; head < tiles; head += Tile.MaxPanels)
        {
            for (int r = head; r < tiles; r++)
            {
                double* c = Place(head, r, out int stride);
                if (stride == BufferStride)
                {
                    Copy(c, r * Tile.Side, head * Tile.Side);
                }
            }
        }
    }

    private void Copy(double* buffer, int top, int left)
    {
        int rows = Math.Min(Tile.Side, _order - top);
        for (int i = 0; i < rows; i++)
        {
            int columns = Math.Min(BufferStride, top + i - left + 1);
            new ReadOnlySpan<double>(buffer + i * BufferStride, columns).CopyTo(new Span<double>(_gram + (long)(top + i) * _stride + left, columns));
        }
    }

    private double* Place(int head, int r, out int stride)
    {
        double* buffers = _rim + (long)head / Tile.MaxPanels * BuffersInGroup * BufferLength;
        stride = BufferStride;
        if (r < head + Tile.MaxPanels)
        {
            return buffers + (r - head) * BufferLength;
        }

        if ((r + 1) * Tile.Side > _order)
        {
            return buffers + Tile.MaxPanels * BufferLength;
        }

        stride = _stride;
        return _gram + (long)r * Tile.Side * _stride + head * Tile.Side;
    }
}
