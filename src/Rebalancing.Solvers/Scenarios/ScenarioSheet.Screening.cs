using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>
/// Losses of a point that stays near another one, the anchor, where they are all known:
/// <code>   |l_s(x) - l_s(anchor)| &lt;= drift max_i |M_si| ,   drift = sum |x_i - anchor_i| </code>
/// Most scenarios stay on their side of a threshold by this bound alone; only the others are read again. No pass over all of them is needed until too many are in doubt.
/// </content>
internal sealed partial class ScenarioSheet
{
    /// <summary>Passes over fewer scenarios cost nothing worth saving.</summary>
    private const int FewestToScreen = 4000;

    private const int SampledExtents = 512;

    private double[] _anchor = [];
    private double[] _anchorShift = [];
    private double[] _now = [];
    private double[] _values = [];
    private double[] _second = [];
    private double[] _secondPlace = [];
    private double _secondDrift;
    private bool _screens, _hasAnchor, _hasSecond;

    /// <summary>Whether losses may be known at the anchor only.</summary>
    internal bool Screens => _screens;

    /// <summary>Sum of the moves of all columns since the anchor, rounding included; 0 where <see cref="Losses"/> are those of the point itself.</summary>
    internal double Drift { get; private set; }

    /// <summary>Largest magnitude in each scenario.</summary>
    internal ReadOnlySpan<double> Extents => Map.RowExtents;

    /// <summary>Losses of the point: all where <see cref="Drift"/> is 0, otherwise only in the scenarios last given to <see cref="Evaluate"/>.</summary>
    internal ReadOnlySpan<double> Now => Drift == 0 ? Losses : _now.AsSpan(0, Count);

    /// <summary>Mean of the largest magnitudes of a few hundred scenarios, evenly spaced.</summary>
    internal double TypicalExtent()
    {
        int taken = Math.Min(Map.Rows, SampledExtents);
        double sum = 0;
        for (int q = 0; q < taken; q++)
            sum += MaxAbs.Of(Storage.Slice((int)((long)q * Map.Rows / taken) * Map.Stride, Map.Columns));
        return sum / taken;
    }

    /// <summary>
    /// Sees to it that all losses are known at a point. Those of the solve before serve where it is the same point: they are what a pass would find, to the last bit.
    /// </summary>
    internal void PlaceAnchor(ReadOnlySpan<double> x)
    {
        if (!_screens)
            return;
        (Drift, _hasSecond) = (0, false);
        ReadOnlySpan<double> at = x.Slice(FirstColumn, Map.Columns);
        if (_hasAnchor && at.SequenceEqual(_anchor) && Shift.AsSpan().SequenceEqual(_anchorShift))
            return;
        if (Map.RowExtents is null)
            PassWithExtents(x);
        else
            PassAll(x);
        _anchor = _anchor.Length == Map.Columns ? _anchor : new double[Map.Columns];
        _anchorShift = _anchorShift.Length == Shift.Length ? _anchorShift : new double[Shift.Length];
        _now = Room.For(_now, Count);
        at.CopyTo(_anchor);
        Shift.CopyTo(_anchorShift, 0);
        _hasAnchor = true;
    }

    /// <summary>The losses at x and the rows' extents in one pass over the map.</summary>
    private void PassWithExtents(ReadOnlySpan<double> x)
    {
        var extents = new double[Count];
        Scaled(x);
        for (int first = 0; first < Count; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, Count - first);
            ReadOnlySpan<double> source = Storage.Slice(first * Stride, ((rows - 1) * Stride) + Map.Columns);
            MatrixVector.Multiply(source, rows, Map.Columns, Stride, _scaled, _losses.AsSpan(first, rows));
            RowExtent.Of(source, rows, Map.Columns, Stride, extents.AsSpan(first, rows));
        }

        AddShift(0, Count);
        Map.RowExtents = extents;
        Passes++;
    }

    private void MoveFromAnchor(ReadOnlySpan<double> x)
    {
        Drift = Distance(x, _anchor);
        _secondDrift = _hasSecond ? Distance(x, _secondPlace) : 0;
    }

    /// <summary>How far x is from a place, and what rounding may add to the losses of either: columns + 8 roundings of a sum of |x_i| max |M_si|.</summary>
    private double Distance(ReadOnlySpan<double> x, double[] place)
    {
        double drift = 0, size = 0;
        for (int i = 0; i < Map.Columns; i++)
        {
            drift += Math.Abs(x[FirstColumn + i] - place[i]);
            size += Math.Abs(x[FirstColumn + i]) + Math.Abs(place[i]);
        }

        return drift == 0 ? 0 : (drift * (1 + 1e-12)) + (size * (Map.Columns + 8) * 2.3e-16);
    }

    /// <summary>Keeps the losses that were just evaluated at x as those of a second place; others are not known there.</summary>
    internal void KeepSecond(ReadOnlySpan<int> rows, ReadOnlySpan<double> x)
    {
        _second = Room.For(_second, Count);
        _secondPlace = _secondPlace.Length == Map.Columns ? _secondPlace : new double[Map.Columns];
        _second.AsSpan(0, Count).Fill(double.NaN);
        foreach (int s in rows)
            _second[s] = _now[s];
        x.Slice(FirstColumn, Map.Columns).CopyTo(_secondPlace);
        (_hasSecond, _secondDrift) = (true, 0);
    }

    /// <summary>Of listed scenarios keeps those that the second place leaves in doubt too; returns how many.</summary>
    internal int DropSure(Span<int> rows, ReadOnlySpan<byte> labels, double low, double high)
    {
        if (!_hasSecond)
            return rows.Length;
        ReadOnlySpan<double> extents = Extents;
        int kept = 0;
        foreach (int s in rows)
        {
            double loss = _second[s], reach = _secondDrift * extents[s];
            bool isSure = labels[s] == 0 ? loss + reach <= low : loss - reach >= high;
            if (!isSure)
                rows[kept++] = s;
        }

        return kept;
    }

    /// <summary>Losses of the listed scenarios at x, left in <see cref="Now"/>.</summary>
    internal void Evaluate(ReadOnlySpan<int> rows, ReadOnlySpan<double> x)
    {
        _values = Room.For(_values, rows.Length);
        Scaled(x);
        Span<double> values = _values.AsSpan(0, rows.Length);
        MatrixVector.GatherMultiply(Storage, Map.Columns, Stride, rows, _scaled, values);
        for (int q = 0; q < rows.Length; q++)
            _now[rows[q]] = values[q] + (Shift.Length > 0 ? Shift[rows[q]] : 0);
    }

    /// <summary>The point has gone too far from the anchor: all losses from now on, at every point.</summary>
    internal void StopScreening(ReadOnlySpan<bool> moving, ReadOnlySpan<double> x)
    {
        (_screens, _hasSecond, Drift) = (false, false, 0);
        Adopt(moving, x, hasLosses: false);
    }
}
