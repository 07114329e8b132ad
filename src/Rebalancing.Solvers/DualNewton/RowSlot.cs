using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Rows with disjoint supports share a slot: each coordinate has at most one row in it, so a pass over a slot costs O(n) however many rows it holds.
/// Disjoint groups are one slot, a budget row is one, overlapping rows need several.
/// </summary>
internal sealed class RowSlot
{
    private readonly IntSlab _rowOf;
    private readonly Slab _coefficients;
    private readonly bool _plain;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="rowOf">The row of each coordinate; the number of rows where it has none.</param>
    /// <param name="coefficients">The coefficient of each coordinate; empty where all are one.</param>
    /// <param name="only">The row that holds every coordinate, or -1.</param>
    public RowSlot(Arena arena, ReadOnlySpan<int> rowOf, ReadOnlySpan<double> coefficients, int only)
    {
        _rowOf = arena.Ints(rowOf.Length);
        rowOf.CopyTo(_rowOf.Span);
        _plain = coefficients.IsEmpty;
        _coefficients = arena.Doubles(coefficients.Length);
        coefficients.CopyTo(_coefficients.Span);
        Only = only;
    }

    /// <summary>The row that holds every coordinate of this slot, or -1.</summary>
    public int Only { get; }

    /// <summary>Whether all coefficients are one.</summary>
    public bool Plain => _plain;

    public ReadOnlySpan<int> RowOf => _rowOf.Span;

    /// <summary>Empty where all coefficients are one.</summary>
    public Span<double> Coefficients => _coefficients.Span;

    public double Coefficient(int coordinate) => _plain ? 1.0 : _coefficients.Span[coordinate];

    /// <summary>price_i += a_i nu[row of i]; nu has one more entry than there are rows, and it is zero.</summary>
    public void AddPrices(ReadOnlySpan<double> nu, Span<double> price)
    {
        ReadOnlySpan<int> rowOf = RowOf;
        price = price[..rowOf.Length];
        if (_plain)
        {
            double common = Only >= 0 ? nu[Only] : 0;
            for (int i = 0; i < rowOf.Length; i++)
                price[i] += Only >= 0 ? common : nu[rowOf[i]];
            return;
        }

        ReadOnlySpan<double> a = Coefficients[..rowOf.Length];
        for (int i = 0; i < rowOf.Length; i++)
            price[i] = Math.FusedMultiplyAdd(a[i], nu[rowOf[i]], price[i]);
    }

    /// <summary>The same for listed coordinates: price_t += a nu[row of list_t].</summary>
    public void AddPrices(ReadOnlySpan<double> nu, ReadOnlySpan<int> list, Span<double> price)
    {
        price = price[..list.Length];
        if (Only >= 0 && _plain)
        {
            double common = nu[Only];
            for (int t = 0; t < price.Length; t++)
                price[t] += common;
            return;
        }

        ReadOnlySpan<int> rowOf = RowOf;
        if (_plain)
        {
            for (int t = 0; t < list.Length; t++)
                price[t] += nu[rowOf[list[t]]];
            return;
        }

        ReadOnlySpan<double> a = Coefficients;
        for (int t = 0; t < list.Length; t++)
            price[t] = Math.FusedMultiplyAdd(a[list[t]], nu[rowOf[list[t]]], price[t]);
    }

    /// <summary>activity[row of i] += a_i x_i over the listed coordinates.</summary>
    public void AddActivity(ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> activity)
    {
        ReadOnlySpan<int> rowOf = RowOf;
        ReadOnlySpan<double> a = Coefficients;
        for (int t = 0; t < list.Length; t++)
        {
            int i = list[t];
            ref double sum = ref activity[rowOf[i]];
            sum = _plain ? sum + x[t] : Math.FusedMultiplyAdd(a[i], x[t], sum);
        }
    }

    /// <summary>sums[row of i] += a_i^2 weight_i.</summary>
    public void AddSquares(ReadOnlySpan<double> weight, Span<double> sums)
    {
        ReadOnlySpan<int> rowOf = RowOf[..weight.Length];
        if (_plain && Only >= 0)
        {
            sums[Only] += Sum.Of(weight);
            return;
        }

        if (_plain)
        {
            for (int i = 0; i < rowOf.Length; i++)
                sums[rowOf[i]] += weight[i];
            return;
        }

        ReadOnlySpan<double> a = Coefficients[..weight.Length];
        for (int i = 0; i < rowOf.Length; i++)
            sums[rowOf[i]] = Math.FusedMultiplyAdd(a[i] * a[i], weight[i], sums[rowOf[i]]);
    }

    /// <summary>Smallest and largest a_i dnu[row of i] over all coordinates.</summary>
    public void Range(ReadOnlySpan<double> dNu, ReadOnlySpan<double> largestCoefficient, out double least, out double most)
    {
        if (Only >= 0 && _plain)
        {
            least = most = dNu[Only];
            return;
        }

        (least, most) = (0, 0);
        for (int r = 0; r < dNu.Length; r++)
        {
            double reach = dNu[r] * largestCoefficient[r];
            least = Math.Min(least, _plain ? reach : -Math.Abs(reach));
            most = Math.Max(most, _plain ? reach : Math.Abs(reach));
        }
    }
}
