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

    /// <summary>
    /// gram += X' diag(w) X for the row tiles of this share. X has <paramref name="depth"/> rows at the given stride, readable up to
    /// the order padded to 8; what stands in the padding does not matter. Each row tile is scaled into the panel, which stays in the
    /// first-level cache, and meets all columns up to the diagonal.
    /// </summary>
    public void Add(double* x, int stride, int depth, double* weights, double* panel, int share, int shares)
    {
        int tiles = Tiles;
        for (int r = 0; r < tiles; r++)
        {
            // Shares take turns back and forth, because the work of a row tile grows with r.
            int turn = r % (2 * shares);
            if ((turn < shares ? turn : 2 * shares - 1 - turn) != share)
            {
                continue;
            }

            Panels.Scaled(x + r * Tile.Side, stride, depth, weights, panel);
            for (int head = 0; head <= r; head += Tile.MaxPanels)
            {
                double* c = Place(head, r, out int rowStride);
                double* b = x + head * Tile.Side;
                int panels = Math.Min(Tile.MaxPanels, r - head + 1);
                Tile.Run(panels, depth, panel, b, b + 8, b + 16, stride, c, c + 8, c + 16, rowStride, 1.0);
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
