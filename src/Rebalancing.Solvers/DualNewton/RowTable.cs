using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The coupling rows lower_r &lt;= a_r'x &lt;= upper_r: slots of rows with disjoint supports, and rows over factor exposures, one each or
/// combinations of them (their prices simply join the factors'). Equalities have lower = upper; a missing side is infinite.
/// Arrays over rows are padded with zeros; the entry behind the last row stands for "no row".
/// </summary>
internal sealed class RowTable
{
    /// <summary>Mark of a row that limits a combination of exposures.</summary>
    public const int Mixture = -2;

    private readonly Slab _lower;
    private readonly Slab _upper;
    private readonly Slab _largestCoefficient;
    private readonly int[] _factorOf;
    private readonly Slab _mixtures;
    private readonly int _factors;
    private readonly List<RowSlot> _slots = [];

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="rows">Number of rows, budgets included.</param>
    /// <param name="budgets">How many of the last rows are budgets: sums of functions, not of coordinates.</param>
    /// <param name="factorOf">The factor whose exposure a row limits, <see cref="Mixture"/> for a combination of exposures, or -1 for a row over coordinates.</param>
    /// <param name="factors">Number of factors.</param>
    public RowTable(Arena arena, int rows, ReadOnlySpan<int> factorOf, int budgets = 0, int factors = 0)
    {
        (Count, FirstBudget) = (rows, rows - budgets);
        Stride = Lanes.PadTo8(rows + 1);
        _lower = arena.Doubles(Stride);
        _upper = arena.Doubles(Stride);
        _largestCoefficient = arena.Doubles(Stride);
        _factorOf = factorOf.ToArray();
        foreach (int factor in _factorOf)
        {
            HasFactorRows |= factor >= 0;
            HasMixtures |= factor == Mixture;
        }

        HasFactorRows |= HasMixtures;
        _factors = factors;
        _mixtures = arena.Doubles(HasMixtures ? (long)rows * Lanes.PadTo8(factors) : 0);
    }

    public int Count { get; }

    /// <summary>The first budget row; they are the last rows, with no lower side.</summary>
    public int FirstBudget { get; }

    public int Budgets => Count - FirstBudget;

    /// <summary>Length of every array over rows: the rows, "no row", and zeros up to a multiple of eight.</summary>
    public int Stride { get; }

    public Span<double> Lower => _lower.Span;

    public Span<double> Upper => _upper.Span;

    public List<RowSlot> Slots => _slots;

    public ReadOnlySpan<int> FactorOf => _factorOf;

    public bool HasFactorRows { get; }

    public bool HasMixtures { get; }

    /// <summary>Whether a row limits exposures rather than coordinates.</summary>
    public bool IsOnFactors(int row) => _factorOf[row] != -1;

    /// <summary>The coefficients of a combination of exposures, padded with zeros.</summary>
    public Span<double> MixtureOf(int row) => _mixtures.Span.Slice(row * Lanes.PadTo8(_factors), Lanes.PadTo8(_factors));

    /// <summary>The budget rows of an array over rows.</summary>
    public ReadOnlySpan<double> OfBudgets(ReadOnlySpan<double> rows) => rows.Slice(FirstBudget, Budgets);

    /// <summary>How far the activity of a row lies outside its limits, relative to their size where that is above one; negative inside.</summary>
    public double Violation(int row, double activity)
    {
        double lower = Lower[row], upper = Upper[row], outside = Math.Max(lower - activity, activity - upper);
        if (!(outside > 0))
            return outside;
        double size = Math.Max(double.IsFinite(lower) ? Math.Abs(lower) : 0, double.IsFinite(upper) ? Math.Abs(upper) : 0);
        return outside / Math.Max(1, size);
    }

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
        {
            if (_factorOf[r] >= 0)
                activity[r] = exposure[_factorOf[r]];
            else if (_factorOf[r] == Mixture)
                activity[r] = Dot.Product(MixtureOf(r), exposure);
        }
    }

    /// <summary>combined = lambda, with the prices of factor rows joined to their factors.</summary>
    public void Combine(ReadOnlySpan<double> lambda, ReadOnlySpan<double> nu, Span<double> combined)
    {
        lambda.CopyTo(combined);
        if (!HasFactorRows)
            return;
        for (int r = 0; r < _factorOf.Length; r++)
        {
            if (_factorOf[r] >= 0)
                combined[_factorOf[r]] += nu[r];
            else if (_factorOf[r] == Mixture && nu[r] != 0)
                Axpy.Add(nu[r], MixtureOf(r), combined);
        }
    }

    /// <summary>An upper bound of |sum of a_ri dnu_r| over all coordinates i.</summary>
    public double LargestShift(ReadOnlySpan<double> dNu)
    {
        double least = 0, most = 0;
        foreach (RowSlot slot in _slots)
        {
            slot.Range(dNu, _largestCoefficient.Span, out double low, out double high);
            least += low;
            most += high;
        }

        return Math.Max(Math.Abs(least), Math.Abs(most));
    }
}
