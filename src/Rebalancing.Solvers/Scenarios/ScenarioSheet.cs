using System.Runtime.InteropServices;
using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Losses l = sign M x + shift of one map in every scenario of a level, kept up to date at the cost of the columns that move: those are copied side by side once,
/// <code>   l = base + C x_C   </code>
/// and a pass reads C alone. Tails with the same map, sign and shift share a sheet.
/// </summary>
internal sealed partial class ScenarioSheet(DenseMap map, int firstColumn, double sign)
{
    private const int BlockRows = 64;

    /// <summary>More moving columns than this part of all are not worth a copy.</summary>
    private const double WorthCopying = 0.4;

    /// <summary>Room in the copy for columns that begin to move later: ample on a subsample, where it costs little and a second copy much, small on all scenarios.</summary>
    private const int SpareAtLast = 4;

    /// <inheritdoc cref="SpareAtLast"/>
    private const int SpareBefore = 16;

    private readonly double[] _scaled = new double[map.Columns];
    private readonly int[] _placeOf = new int[map.Columns];
    private readonly List<int> _columns = [];
    private double[] _losses = [];
    private double[] _base = [];
    private double[] _compact = [];
    private double[] _moving = [];
    private int _step = 1;

    internal DenseMap Map { get; } = map;

    internal int FirstColumn { get; } = firstColumn;

    internal double Sign { get; } = sign;

    /// <summary>Added to each scenario; empty for none.</summary>
    internal double[] Shift { get; set; } = [];

    /// <summary>Scenarios of the level.</summary>
    internal int Count { get; private set; }

    /// <summary>Numbers from one scenario of the level to the next.</summary>
    internal int Stride => _step * Map.Stride;

    /// <summary>Numbers from one row of the copy to the next; 0 while there is none.</summary>
    internal int CopyStride { get; private set; }

    internal ReadOnlySpan<double> Losses => _losses.AsSpan(0, Count);

    internal ReadOnlySpan<double> Copy => _compact;

    /// <summary>Passes over all columns, in units of the whole map.</summary>
    internal double Passes { get; private set; }

    internal bool Serves(TailData tail) => Fits(tail) && SameShift(tail.Shift);

    /// <summary>Same map, place and sign; the shift may be another.</summary>
    internal bool Fits(TailData tail) => ReferenceEquals(tail.Map, Map) && tail.FirstColumn == FirstColumn && tail.Sign == Sign;

    /// <summary>Takes every step-th scenario and forgets the copy.</summary>
    /// <param name="step">From one scenario of the level to the next.</param>
    /// <param name="movesLittle">Whether the point is expected to stay near where it is: then losses are found once, and later only where a bound leaves them open.</param>
    internal void Begin(int step, bool movesLittle)
    {
        (_screens, _hasSecond, Drift) = (movesLittle && step == 1 && Map.Rows > FewestToScreen, false, 0);
        _step = step;
        Count = (Map.Rows + step - 1) / step;
        _losses = Room.For(_losses, Count);
        CopyStride = 0;
        _columns.Clear();
        Array.Fill(_placeOf, -1);
    }

    internal ReadOnlySpan<double> Storage => Map.Storage;

    /// <summary>Place of a column of the map in the copy, -1 for none.</summary>
    internal int PlaceOf(int column) => _placeOf[column];

    /// <summary>Losses at x from all columns.</summary>
    internal void PassAll(ReadOnlySpan<double> x)
    {
        _hasAnchor = false;
        Scaled(x);
        MatrixVector.Multiply(Storage[..(((Count - 1) * Stride) + Map.Columns)], Count, Map.Columns, Stride, _scaled, _losses.AsSpan(0, Count));
        AddShift(0, Count);
        Passes += (double)Count / Map.Rows;
    }

    /// <summary>Losses at x: from the copy where there is one, otherwise from all columns.</summary>
    internal void Pass(ReadOnlySpan<double> x)
    {
        if (CopyStride == 0)
        {
            PassAll(x);
            return;
        }

        _hasAnchor = false;
        ReadMoving(x);
        for (int first = 0; first < Count; first += 8 * BlockRows)
        {
            int rows = Math.Min(8 * BlockRows, Count - first);
            Span<double> losses = _losses.AsSpan(first, rows);
            MatrixVector.Multiply(_compact.AsSpan(first * CopyStride, rows * CopyStride), rows, CopyStride, CopyStride, _moving.AsSpan(0, CopyStride), losses);
            Axpy.Add(1.0, _base.AsSpan(first, rows), losses);
        }

        Passes += (double)Count / Map.Rows * CopyStride / Map.Columns;
    }

    /// <summary>Copies the moving columns that are not copied yet; leaves the losses at x behind.</summary>
    /// <param name="moving">For each column of the program, whether it moves.</param>
    /// <param name="x">Where the losses are taken.</param>
    /// <param name="hasLosses">Whether the losses are those at x already.</param>
    internal void Adopt(ReadOnlySpan<bool> moving, ReadOnlySpan<double> x, bool hasLosses)
    {
        if (_screens)
        {
            MoveFromAnchor(x);
            return;
        }

        int before = _columns.Count, wanted = 0;
        for (int i = 0; i < Map.Columns; i++)
            wanted += moving[FirstColumn + i] && _placeOf[i] < 0 ? 1 : 0;
        if (CopyStride == 0 && wanted > WorthCopying * Map.Columns && Count > 4000)
        {
            if (!hasLosses)
                PassAll(x);
            return;
        }

        for (int i = 0; i < Map.Columns; i++)
            if (moving[FirstColumn + i] && _placeOf[i] < 0)
            {
                _placeOf[i] = _columns.Count;
                _columns.Add(i);
            }

        if (CopyStride == 0 || _columns.Count > CopyStride)
            CopyAll(x);
        else if (_columns.Count > before)
            CopyMore(before, x);
        else
            Pass(x);
    }

    private void CopyAll(ReadOnlySpan<double> x)
    {
        _hasAnchor = false;
        CopyStride = Lanes.PadTo8(_columns.Count + (_step == 1 ? SpareAtLast : SpareBefore));
        // room for all scenarios at once: what a subsample does not touch takes no memory, and the full set needs no second array beside the first
        if (_compact.Length < (long)Count * CopyStride)
            _compact = GC.AllocateUninitializedArray<double>((int)Math.Min((long)Map.Rows * CopyStride, Array.MaxLength));
        _base = Room.For(_base, Count);
        ReadMoving(x);
        Scaled(x);
        Span<int> columns = CollectionsMarshal.AsSpan(_columns);
        for (int first = 0; first < Count; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, Count - first);
            ReadOnlySpan<double> source = Storage.Slice(first * Stride, ((rows - 1) * Stride) + Map.Columns);
            Span<double> losses = _losses.AsSpan(first, rows), rest = _base.AsSpan(first, rows), copy = _compact.AsSpan(first * CopyStride, rows * CopyStride);
            MatrixVector.Multiply(source, rows, Map.Columns, Stride, _scaled, losses);
            AddShift(first, rows);
            ColumnGather.Copy(source, rows, Stride, columns, Sign, copy, CopyStride);
            MatrixVector.Multiply(copy, rows, CopyStride, CopyStride, _moving.AsSpan(0, CopyStride), rest);
            Combine.Into(1.0, losses, -1.0, rest, rest);
        }

        Passes += (double)Count / Map.Rows;
    }

    /// <summary>Columns from <paramref name="first"/> on are copied next to those that are there; their share leaves the base.</summary>
    private void CopyMore(int first, ReadOnlySpan<double> x)
    {
        // all new columns of a row together: a row is fetched once, whatever their number
        ReadOnlySpan<int> columns = CollectionsMarshal.AsSpan(_columns)[first..];
        for (int s = 0; s < Count; s++)
        {
            ReadOnlySpan<double> row = Storage.Slice(s * Stride, Map.Columns);
            Span<double> copy = _compact.AsSpan((s * CopyStride) + first, columns.Length);
            double share = 0;
            for (int q = 0; q < columns.Length; q++)
            {
                double value = Sign * row[columns[q]];
                copy[q] = value;
                share += x[FirstColumn + columns[q]] * value;
            }

            _base[s] -= share;
        }

        Pass(x);
    }

    private void ReadMoving(ReadOnlySpan<double> x)
    {
        _moving = Room.For(_moving, CopyStride);
        _moving.AsSpan(0, CopyStride).Clear();
        for (int q = 0; q < _columns.Count; q++)
            _moving[q] = x[FirstColumn + _columns[q]];
    }

    private void Scaled(ReadOnlySpan<double> x)
    {
        for (int i = 0; i < _scaled.Length; i++)
            _scaled[i] = Sign * x[FirstColumn + i];
    }

    private void AddShift(int first, int rows)
    {
        if (Shift.Length == 0)
            return;
        for (int s = first; s < first + rows; s++)
            _losses[s] += Shift[s * _step];
    }

    private bool SameShift(double[] other) => Shift.Length == other.Length && Shift.AsSpan().SequenceEqual(other);
}
