using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>Multipliers of the scenarios: made admissible for all of them, turned into a gradient, and kept with the best bound.</content>
internal sealed partial class ScenarioTail
{
    /// <summary>
    /// Rounds the multipliers of the explicit scenarios and scales what is between, so that they are admissible for all scenarios: 0 &lt;= p &lt;= price w, sum p = price target.
    /// Adds the tail's gradient, sum of p times row over all scenarios, to the slopes of its columns, and returns the constant, sum of p times shift.
    /// </summary>
    internal double Settle(ReadOnlySpan<double> prices, double price, double rounding, Span<double> slopes)
    {
        int count = ExplicitCount;
        Prices = Room.For(Prices, count);
        prices[..count].CopyTo(Prices);
        Balance(price, rounding);
        _movedWeights = Room.For(_movedWeights, Math.Max(count, Sheet.Count / 8));
        Span<double> weights = _movedWeights.AsSpan(0, count);
        int moved = 0;
        double constant = price * AlphaShift;
        for (int q = 0; q < count; q++)
        {
            int s = _explicit[q];
            byte mark = (byte)(Prices[q] > 0.5 * price * WeightOf(s) ? 1 : 0);
            if (mark != _marked[s])
            {
                (_moved[moved], weights[moved]) = (s, (mark == 1 ? 1 : -1) * WeightOf(s));
                _marked[s] = mark;
                moved++;
            }
        }

        AddRows(_moved.AsSpan(0, moved), weights[..moved], _markSum);
        moved = 0;
        for (int q = 0; q < count; q++)
        {
            int s = _explicit[q];
            double rest = Prices[q] - (_marked[s] == 1 ? price * WeightOf(s) : 0);
            if (Sheet.Shift.Length > 0)
                constant += Prices[q] * Sheet.Shift[s * (Sheet.Stride / Sheet.Map.Stride)];
            if (rest != 0)
            {
                (_moved[moved], weights[moved]) = (s, rest);
                moved++;
            }
        }

        Span<double> target = slopes.Slice(Data.FirstColumn, Data.Map.Columns);
        AddRows(_moved.AsSpan(0, moved), weights[..moved], target);
        Axpy.Add(price, _alphaSum.AsSpan(0, Data.Map.Columns), target);
        Axpy.Add(price, _markSum.AsSpan(0, Data.Map.Columns), target);
        return constant;
    }

    private void Balance(double price, double rounding)
    {
        Span<double> p = Prices.AsSpan(0, ExplicitCount);
        double sum = 0, roomLeft = 0, wanted = price * (Data.Target - AlphaWeight);
        double inside = 0;
        for (int q = 0; q < p.Length; q++)
        {
            double cap = price * WeightOf(_explicit[q]);
            p[q] = p[q] < rounding * cap ? 0 : p[q] > (1 - rounding) * cap ? cap : p[q];
        }

        if (Data.ThresholdColumn < 0)
            return;
        for (int q = 0; q < p.Length; q++)
        {
            double cap = price * WeightOf(_explicit[q]);
            sum += p[q];
            if (p[q] > 0 && p[q] < cap)
                (inside, roomLeft) = (inside + p[q], roomLeft + cap - p[q]);
        }

        double miss = wanted - sum;
        bool all = miss > roomLeft || -miss > inside;
        double total = 0, totalRoom = 0;
        for (int q = 0; all && q < p.Length; q++)
            (total, totalRoom) = (total + p[q], totalRoom + (price * WeightOf(_explicit[q])) - p[q]);
        double reach = miss > 0 ? (all ? totalRoom : roomLeft) : (all ? total : inside);
        double factor = reach > 0 ? Math.Clamp(miss / reach, -1, 1) : 0;
        for (int q = 0; q < p.Length; q++)
        {
            double cap = price * WeightOf(_explicit[q]);
            if (all || (p[q] > 0 && p[q] < cap))
                p[q] += factor * (factor > 0 ? cap - p[q] : p[q]);
        }
    }

    /// <summary>sum of p over all scenarios less what it must be: 0 up to rounding for an admissible choice.</summary>
    internal double Imbalance(double price)
    {
        if (Data.ThresholdColumn < 0)
            return 0;
        double sum = price * (AlphaWeight - Data.Target);
        for (int q = 0; q < ExplicitCount; q++)
            sum += Prices[q];
        return sum;
    }

    /// <summary>Adds the gradient of the tail itself at the losses seen last, times a price: rows beyond the threshold, and the one at it with what is left of the target.</summary>
    internal void AddTailGradient(double price, Span<double> slopes)
    {
        int count = 0;
        double left = Data.Target;
        _moved = Room.For(_moved, Sheet.Count);
        _movedWeights = Room.For(_movedWeights, Sheet.Count);
        for (int s = 0; s < Sheet.Count; s++)
        {
            if (!(Sheet.Losses[s] >= Threshold) || (Data.ThresholdColumn >= 0 && left <= 0))
                continue;
            double weight = Data.ThresholdColumn >= 0 ? Math.Min(left, WeightOf(s)) : WeightOf(s);
            left -= weight;
            (_moved[count], _movedWeights[count]) = (s, price * weight);
            count++;
        }

        AddRows(_moved.AsSpan(0, count), _movedWeights.AsSpan(0, count), slopes[Data.FirstColumn..]);
    }

    /// <summary>Remembers the multipliers that proved the best bound.</summary>
    internal void KeepPrices(double price)
    {
        _keptCount = ExplicitCount;
        _keptPrice = price;
        _kept = Room.For(_kept, _keptCount);
        _keptRows = Room.For(_keptRows, _keptCount);
        Prices.AsSpan(0, _keptCount).CopyTo(_kept);
        Explicit.CopyTo(_keptRows);
    }

    /// <summary>A scenario that becomes explicit had its group's multiplier when the best bound was proved.</summary>
    private void AddToKept(int s, bool wasInTail)
    {
        if (_keptCount == _kept.Length)
            Array.Resize(ref _kept, 64 + (2 * _keptCount));
        if (_keptCount == _keptRows.Length)
            Array.Resize(ref _keptRows, 64 + (2 * _keptCount));
        (_keptRows[_keptCount], _kept[_keptCount]) = (s, wasInTail ? _keptPrice * WeightOf(s) : 0);
        _keptCount++;
    }

    /// <summary>The kept multiplier of every scenario; all explicit ones are listed.</summary>
    internal void WriteKeptPrices(Span<double> all)
    {
        for (int s = 0; s < all.Length; s++)
            all[s] = _labels[s] == 2 ? _keptPrice * WeightOf(s) : 0;
        for (int q = 0; q < _keptCount; q++)
            all[_keptRows[q]] = _kept[q];
    }

    /// <summary>Adds the gradient under the kept multipliers.</summary>
    internal void AddKeptGradient(Span<double> slopes)
    {
        var all = new double[Sheet.Count];
        WriteKeptPrices(all);
        MatrixVector.AddTransposed(Sheet.Sign, Sheet.Storage, Sheet.Count, Data.Map.Columns, Sheet.Stride, all, slopes.Slice(Data.FirstColumn, Data.Map.Columns));
    }
}
