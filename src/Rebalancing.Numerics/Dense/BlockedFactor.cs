using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The blocked left-looking factorisation behind <see cref="Cholesky"/> and <see cref="Ldl"/>, on strips.
/// <code>
///             done           this block     for each block of columns:
///   J0  | L L L L L L L |  *                  1. subtract all that is done, depth by depth (matrix products)
///       | L L L L L L L |  * *                2. column tile by column tile: subtract the block's own earlier tiles,
///       | L L L L L L L |  * * *                 factor the 8 x 8 on the diagonal, divide the strips below
///       | L L L L L L L |  * * *
/// </code>
/// Every element is one chain of fused multiply-adds in the order of the pivots, cut every <see cref="Tile.Depth"/> terms.
/// With fewer pivots than rows the rest becomes the Schur complement.
/// </summary>
internal readonly unsafe struct BlockedFactor
{
    /// <summary>Column tiles in one block.</summary>
    private const int BlockTiles = 12;

    private const int ScaledPanels = BlockTiles * Tile.Side * Tile.Depth;

    private readonly double* _strips;
    private readonly double* _scaled;
    private readonly double* _diagonal;
    private readonly sbyte* _signs;
    private readonly double _floor;
    private readonly int _tiles;
    private readonly int _pivots;

    /// <summary>A null list of signs means Cholesky; otherwise LDL' with that sign expected of each pivot.</summary>
    public BlockedFactor(double* strips, double* scaled, int n, int pivots, sbyte* signs, double floor)
    {
        _strips = strips;
        _scaled = scaled;
        _diagonal = scaled + ScaledPanels;
        _tiles = (n + Strips.Rows - 1) / Strips.Rows;
        _pivots = pivots;
        _signs = signs;
        _floor = floor;
    }

    private bool IsLdl => _signs != null;

    /// <summary>Doubles that LDL' needs besides the strips: the scaled panels of one block, and the pivots.</summary>
    public static int ScaledLength(int n) => ScaledPanels + n;

    /// <summary>The first pivot that is not positive, or -1. With signs given it never fails but counts what it replaced.</summary>
    public int Run(ref int regularised)
    {
        for (int head = 0; head < _tiles; head += BlockTiles)
        {
            int end = Math.Min(head + BlockTiles, _tiles);
            int done = Math.Min(head * Tile.Side, _pivots);
            for (int first = 0; first < done; first += Tile.Depth)
            {
                Subtract(head, end, first, Math.Min(Tile.Depth, done - first));
            }

            for (int j = head; j < end; j++)
            {
                int depth = Math.Min(j * Tile.Side, _pivots) - done;
                if (depth > 0)
                {
                    Subtract(j, j + 1, done, depth);
                }

                int count = Math.Min(Tile.Side, _pivots - j * Tile.Side);
                if (count > 0)
                {
                    int failed = Eliminate(j, count, ref regularised);
                    if (failed >= 0)
                    {
                        return failed;
                    }
                }
            }
        }

        return -1;
    }

    /// <summary>Column tiles head to end - 1 of every strip from there on, less their products over columns first to first + depth - 1.</summary>
    private void Subtract(int head, int end, int first, int depth)
    {
        if (IsLdl)
        {
            for (int j = head; j < end; j++)
            {
                ScalePanel(j, first, depth, _scaled + (j - head) * Tile.Side * Tile.Depth);
            }
        }

        for (int t = head; t < _tiles; t += Tile.MaxPanels)
        {
            int last = Math.Min(t + Tile.MaxPanels, _tiles);
            for (int j = head; j < Math.Min(end, last); j++)
            {
                double* left = IsLdl ? _scaled + (j - head) * Tile.Side * Tile.Depth : _strips + Strips.Start(j) + first * Strips.Rows;
                int top = Math.Max(t, j);
                double* s0 = _strips + Strips.Start(top);
                double* s1 = _strips + Strips.Start(top + 1);
                double* s2 = _strips + Strips.Start(top + 2);
                int from = first * Strips.Rows;
                int to = j * Tile.Side * Strips.Rows;
                Tile.Run(last - top, depth, left, s0 + from, s1 + from, s2 + from, Strips.Rows, s0 + to, s1 + to, s2 + to, Strips.Rows, -1.0);
            }
        }
    }

    /// <summary>Rows of strip j times the pivots: the left factor L D of the products.</summary>
    private void ScalePanel(int j, int first, int depth, double* panel)
    {
        double* strip = _strips + Strips.Start(j) + first * Strips.Rows;
        for (int p = 0; p < depth; p++)
        {
            (Vector512.Load(strip + p * Strips.Rows) * _diagonal[first + p]).Store(panel + p * Tile.Side);
        }
    }

    /// <summary>
    /// The first <paramref name="count"/> columns of tile j, on the diagonal and in all strips below:
    /// column c is divided by its pivot (by the pivot's root in Cholesky) and its products are taken from the columns to its right.
    /// </summary>
    private int Eliminate(int j, int count, ref int regularised)
    {
        double* top = _strips + Strips.Start(j) + j * Tile.Side * Strips.Rows;
        double* factors = stackalloc double[Tile.Side * Tile.Side];
        double* reciprocals = stackalloc double[Tile.Side];
        for (int c = 0; c < count; c++)
        {
            double pivot = top[c * Strips.Rows + c];
            if (IsLdl)
            {
                double kept = KeepSign(pivot, _signs[j * Tile.Side + c]);
                regularised += kept.Equals(pivot) ? 0 : 1;
                pivot = kept;
                _diagonal[j * Tile.Side + c] = kept;
            }
            else if (!(pivot > 0.0))
            {
                return j * Tile.Side + c;
            }

            TakeColumn(top, c, pivot, factors + c * Tile.Side, out reciprocals[c]);
        }

        for (int t = j + 1; t < _tiles; t++)
        {
            double* tile = _strips + Strips.Start(t) + j * Tile.Side * Strips.Rows;
            if (count == Tile.Side)
            {
                TriangleTile.Eliminate(tile, factors, reciprocals);
            }
            else
            {
                TriangleTile.EliminateSome(tile, count, factors, reciprocals);
            }
        }

        return -1;
    }

    /// <summary>
    /// One column of a diagonal tile. The columns to its right wait only for 1 / pivot, not for the root:
    /// x(:, k) -= (x(:, c) / pivot) x(k, c), while the column itself becomes x(:, c) / root.
    /// </summary>
    private void TakeColumn(double* top, int c, double pivot, double* factors, out double reciprocal)
    {
        double* place = top + c * Strips.Rows;
        Vector512<double> column = Vector512.Load(place);
        double inverse = 1.0 / pivot;
        Vector512<double> divided = column * inverse;
        for (int k = c + 1; k < Tile.Side; k++)
        {
            double* right = top + k * Strips.Rows;
            Vector512.FusedMultiplyAdd(-divided, Vector512.Create(place[k]), Vector512.Load(right)).Store(right);
        }

        double root = IsLdl ? pivot : Math.Sqrt(pivot);
        reciprocal = IsLdl ? inverse : 1.0 / root;
        (IsLdl ? column : column * reciprocal).Store(factors);
        (IsLdl ? divided : column * reciprocal).Store(place);
        place[c] = root;
    }

    /// <summary>The pivot, or sign * floor where its sign is wrong or its size below the floor.</summary>
    private double KeepSign(double pivot, sbyte sign) => sign * pivot >= _floor ? pivot : sign * _floor;
}
