using System.Runtime.InteropServices;
using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>The scenarios' share: rows near a threshold, sums over those assumed in the tail.</content>
internal sealed partial class ReducedBuilder
{
    /// <summary>
    /// Rows [ sign M_s over the free columns | -1 at the threshold ] with offset l_s less what the free columns add to it; padded with rows of zeros far outside the tail.
    /// </summary>
    private int WriteTail(int t, ScenarioTail tail, ReadOnlySpan<double> x, int start)
    {
        TailData data = tail.Data;
        int count = tail.ExplicitCount, padded = Lanes.PadTo8(count), threshold = ThresholdColumn(t), stride = Problem.Stride;
        WriteAlpha(tail, threshold, x);
        Problem.X[threshold] = tail.Threshold;
        if (data.ThresholdColumn < 0)
            (Problem.Lower[threshold], Problem.Upper[threshold], Problem.X[threshold]) = (-1e-9, 1e-9, 0);
        if (padded == 0)
            return start;
        Problem.Segments.Add(new ReducedProblem.Segment(start, padded, data.BudgetWeight == 0 ? -1 : data.Budget));
        Problem.ThresholdColumns.Add(data.ThresholdColumn < 0 ? -1 : threshold);
        Problem.ByRow.AsSpan(start * stride, padded * stride).Clear();
        Gather(tail, start);
        double spread = 0;
        ReadOnlySpan<double> losses = tail.Sheet.Now;
        for (int q = 0; q < count; q++)
        {
            int s = tail.Explicit[q];
            Span<double> row = Problem.ByRow.AsSpan((start + q) * stride, Problem.Columns);
            double loss = losses[s];
            spread = Math.Max(spread, Math.Abs(loss - tail.Threshold));
            Problem.Offset[start + q] = loss - Dot.Product(row, Problem.X.AsSpan(0, Problem.Columns));
            if (data.ThresholdColumn >= 0)
                row[threshold] = -1;
            Problem.Weight[start + q] = data.ObjectiveWeight * tail.WeightOf(s);
            Problem.Charge[start + q] = data.BudgetWeight * tail.WeightOf(s);
        }

        for (int q = count; q < padded; q++)
            (Problem.Offset[start + q], Problem.Weight[start + q], Problem.Charge[start + q]) = (-Math.Max(spread, 1e-6), Problem.Weight[start], Problem.Charge[start]);
        return start + padded;
    }

    /// <summary>Scenarios assumed in the tail, and the threshold's own slope.</summary>
    private void WriteAlpha(ScenarioTail tail, int threshold, ReadOnlySpan<double> x)
    {
        TailData data = tail.Data;
        double constant = tail.AlphaShift;
        ReadOnlySpan<double> sum = tail.AlphaSum;
        bool charged = data.Budget >= 0;
        Span<double> charge = charged ? Problem.BudgetSlope.AsSpan(data.Budget * Problem.Stride, Problem.Columns) : [];
        for (int i = 0; i < data.Map.Columns; i++)
        {
            int q = _localOf[data.FirstColumn + i];
            if (q < 0)
            {
                constant += sum[i] * x[data.FirstColumn + i];
                continue;
            }

            Problem.Slope[q] += data.ObjectiveWeight * sum[i];
            if (charged)
                charge[q] += data.BudgetWeight * sum[i];
        }

        double left = data.ThresholdColumn < 0 ? 0 : data.Target - tail.AlphaWeight;
        Problem.Slope[threshold] = data.ObjectiveWeight * left;
        if (!charged)
            return;
        charge[threshold] = data.BudgetWeight * left;
        Problem.BudgetRoom[data.Budget] -= data.BudgetWeight * constant;
    }

    /// <summary>The free columns of the explicit scenarios: from the sheet's copy where they are all there, otherwise from the map.</summary>
    private void Gather(ScenarioTail tail, int start)
    {
        ScenarioSheet sheet = tail.Sheet;
        TailData data = tail.Data;
        bool fromCopy = sheet.CopyStride > 0;
        _gatherPlaces.Clear();
        _gatherLocals.Clear();
        for (int i = 0; i < data.Map.Columns; i++)
            if (_localOf[data.FirstColumn + i] is >= 0 and var q)
            {
                fromCopy &= sheet.PlaceOf(i) >= 0;
                _gatherLocals.Add(q);
                _gatherPlaces.Add(i);
            }

        for (int p = 0; fromCopy && p < _gatherPlaces.Count; p++)
            _gatherPlaces[p] = sheet.PlaceOf(_gatherPlaces[p]);
        ReadOnlySpan<int> places = CollectionsMarshal.AsSpan(_gatherPlaces);
        ReadOnlySpan<double> source = fromCopy ? sheet.Copy : sheet.Storage;
        int sourceStride = fromCopy ? sheet.CopyStride : sheet.Stride;
        double scale = fromCopy ? 1 : sheet.Sign;
        bool inOrder = true;
        for (int p = 0; p < _gatherLocals.Count; p++)
            inOrder &= _gatherLocals[p] == _gatherLocals[0] + p;
        if (inOrder && places.Length > 0)
        {
            ColumnGather.CopyRows(source, tail.Explicit, sourceStride, places, scale, Problem.ByRow.AsSpan((start * Problem.Stride) + _gatherLocals[0]), Problem.Stride);
            return;
        }

        _gathered = Room.For(_gathered, tail.ExplicitCount * Math.Max(1, places.Length));
        ColumnGather.CopyRows(source, tail.Explicit, sourceStride, places, scale, _gathered, Math.Max(1, places.Length));
        for (int s = 0; s < tail.ExplicitCount; s++)
            for (int p = 0; p < places.Length; p++)
                Problem.ByRow[((start + s) * Problem.Stride) + _gatherLocals[p]] = _gathered[(s * places.Length) + p];
    }
}
