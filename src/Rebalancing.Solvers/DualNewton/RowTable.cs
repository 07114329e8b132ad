using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The coupling rows lower_r &lt;= a_r'x &lt;= upper_r: slots of rows with disjoint supports, and rows that are one factor exposure each
/// (their price simply joins the factor's). Equalities have lower = upper; a missing side is infinite.
/// Arrays over rows have one entry more than there are rows: "no row", with price zero.
/// </summary>
internal sealed class RowTable
{
    private readonly Slab _lower;
    private readonly Slab _upper;
    private readonly Slab _largestCoefficient;
    private readonly int[] _factorOf;
    private readonly List<RowSlot> _slots = [];

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="factorOf">The factor whose exposure a row limits, or -1 for a row over coordinates.</param>
    public RowTable(Arena arena, int rows, ReadOnlySpan<int> factorOf)
    {
        Count = rows;
        _lower = arena.Doubles(rows + 1);
        _upper = arena.Doubles(rows + 1);
        _largestCoefficient = arena.Doubles(rows + 1);
        _factorOf = factorOf.ToArray();
        foreach (int factor in _factorOf)
            HasFactorRows |= factor >= 0;
    }

    public int Count { get; }

    public Span<double> Lower => _lower.Span;

    public Span<double> Upper => _upper.Span;

    public List<RowSlot> Slots => _slots;

    public ReadOnlySpan<int> FactorOf => _factorOf;

    public bool HasFactorRows { get; }

    public bool IsEquality(int row) => Lower[row] == Upper[row];

    public void Add(RowSlot slot)
    {
        _slots.Add(slot);
        for (int i = 0; i < slot.RowOf.Length; i++)
        {
            ref double largest = ref _largestCoefficient.Span[slot.RowOf[i]];
            largest = Math.Max(largest, Math.Abs(slot.Coefficient(i)));
        }

        _largestCoefficient.Span[Count] = 0;
    }

    /// <summary>price += A'nu for the rows over coordinates.</summary>
    public void AddPrices(ReadOnlySpan<double> nu, Span<double> price)
    {
        foreach (RowSlot slot in _slots)
            slot.AddPrices(nu, price);
    }

    /// <inheritdoc cref="AddPrices(ReadOnlySpan{double}, Span{double})"/>
    public void AddPrices(ReadOnlySpan<double> nu, ReadOnlySpan<int> list, Span<double> price)
    {
        foreach (RowSlot slot in _slots)
            slot.AddPrices(nu, list, price);
    }

    /// <summary>activity += A x over the listed coordinates, for the rows over coordinates.</summary>
    public void AddActivity(ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> activity)
    {
        foreach (RowSlot slot in _slots)
            slot.AddActivity(list, x, activity);
        activity[Count] = 0;
    }

    /// <summary>Rows that are a factor exposure take it from the exposures.</summary>
    public void TakeExposures(ReadOnlySpan<double> exposure, Span<double> activity)
    {
        if (!HasFactorRows)
            return;
        for (int r = 0; r < _factorOf.Length; r++)
            if (_factorOf[r] >= 0)
                activity[r] = exposure[_factorOf[r]];
    }

    /// <summary>combined = lambda, with the prices of factor rows joined to their factors.</summary>
    public void Combine(ReadOnlySpan<double> lambda, ReadOnlySpan<double> nu, Span<double> combined)
    {
        lambda.CopyTo(combined);
        if (!HasFactorRows)
            return;
        for (int r = 0; r < _factorOf.Length; r++)
            if (_factorOf[r] >= 0)
                combined[_factorOf[r]] += nu[r];
    }

    /// <summary>How far a price can shift when every row price moves by at most shift_r.</summary>
    public double LargestShift(ReadOnlySpan<double> shift)
    {
        double largest = 0;
        foreach (RowSlot slot in _slots)
            largest += slot.LargestShift(shift, _largestCoefficient.Span);
        return largest;
    }

    /// <summary>The same bound for one coordinate.</summary>
    public double ShiftOf(int coordinate, ReadOnlySpan<double> shift)
    {
        double sum = 0;
        foreach (RowSlot slot in _slots)
            sum += Math.Abs(slot.Coefficient(coordinate)) * shift[slot.RowOf[coordinate]];
        return sum;
    }
}
