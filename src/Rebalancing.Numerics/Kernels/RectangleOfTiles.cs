namespace Rebalancing.Numerics;

/// <summary>
/// A full rectangle as tiles of 8 x 24. Tiles that reach beyond the last row or column are summed in a buffer and added from there.
/// </summary>
internal readonly unsafe struct RectangleOfTiles
{
    public const int BufferLength = Tile.Side * BufferStride;
    private const int BufferStride = Tile.Side * Tile.MaxPanels;

    private readonly double* _result;
    private readonly double* _buffer;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _stride;

    public RectangleOfTiles(double* result, int rows, int columns, int stride, double* buffer)
    {
        _result = result;
        _rows = rows;
        _columns = columns;
        _stride = stride;
        _buffer = buffer;
    }

    public void Clear()
    {
        for (int i = 0; i < _rows; i++)
        {
            new Span<double>(_result + (long)i * _stride, _columns).Clear();
        }
    }

    /// <summary>result += X' diag(w) Y, both readable up to their columns padded to 8.</summary>
    public void Add(double* x, int strideX, double* y, int strideY, int depth, double* weights, double* panel)
    {
        for (int top = 0; top < _rows; top += Tile.Side)
        {
            int height = Math.Min(Tile.Side, _rows - top);
            Panels.Scaled(x + top, strideX, depth, weights, panel);
            for (int left = 0; left < _columns; left += BufferStride)
            {
                int width = Math.Min(BufferStride, _columns - left);
                int panels = (width + Tile.Side - 1) / Tile.Side;
                double* b = y + left;
                double* c = _result + (long)top * _stride + left;
                if (height == Tile.Side && width == panels * Tile.Side)
                {
                    Tile.Run(panels, depth, panel, b, b + 8, b + 16, strideY, c, c + 8, c + 16, _stride, 1.0);
                }
                else
                {
                    new Span<double>(_buffer, BufferLength).Clear();
                    Tile.Run(panels, depth, panel, b, b + 8, b + 16, strideY, _buffer, _buffer + 8, _buffer + 16, BufferStride, 1.0);
                    AddBuffer(c, height, width);
                }
            }
        }
    }

    private void AddBuffer(double* c, int height, int width)
    {
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                c[(long)i * _stride + j] += _buffer[i * BufferStride + j];
            }
        }
    }
}
