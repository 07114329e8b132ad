using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Screening: the coordinates whose x can change while the multipliers move along a segment. x_i stays while
/// <code>
///   |f_i| max(|lambda - lambda_ref|, |lambda + d - lambda_ref|) + shift of its rows  &lt;  margin_i      (both ends; convexity covers what lies between)
/// </code>
/// so a product with the loadings is needed for the others only.
/// </summary>
internal sealed class ActiveList
{
    /// <summary>Covers the rounding of distances and norms; a relative 1e-12 is some hundred times what double precision loses.</summary>
    private const double SafetyFactor = 1.0 + 1e-12;

    /// <summary>Covers rounding of the margins themselves, in price units.</summary>
    private const double SafetyShift = 1e-15;

    private readonly SeparableDualProgram _program;
    private readonly IntSlab _list;
    private readonly Slab _price;
    private readonly Slab _direction;
    private readonly Slab _priceProduct;
    private readonly Slab _changeProduct;
    private readonly Slab _fromReference;
    private readonly Slab _rowsFromReference;
    private readonly Slab _rowsAtEnd;

    public ActiveList(Arena arena, SeparableDualProgram program, int capacity)
    {
        _program = program;
        _list = arena.Ints(capacity);
        _price = arena.Doubles(Lanes.PadTo8(capacity));
        _direction = arena.Doubles(Lanes.PadTo8(capacity));
        _priceProduct = arena.Doubles(Lanes.PadTo8(capacity));
        _changeProduct = arena.Doubles(Lanes.PadTo8(capacity));
        _fromReference = arena.Doubles(program.Loadings.Stride);
        _rowsFromReference = arena.Doubles(program.Rows.Stride);
        _rowsAtEnd = arena.Doubles(program.Rows.Stride);
    }

    public int Count { get; private set; }

    public ReadOnlySpan<int> List => _list.Span[..Count];

    /// <summary>Price of each listed coordinate at the current multipliers, padded.</summary>
    public Span<double> Price => _price.Span;

    /// <summary>Change of each listed price along the direction, padded with zeros.</summary>
    public Span<double> PriceDirection => _direction.Span;

    /// <summary>Lists the coordinates that may move on the segment from the point along the direction; false if they are too many to be worth it.</summary>
    public bool Build(ReferencePoint reference, DualPoint point, Direction direction)
    {
        Count = 0;
        ReadOnlySpan<double> d = direction.Combined, dNu = direction.Nu;
        double distance = Distance(reference, point, d) * SafetyFactor;
        RowShifts(reference, point, dNu);
        RowTable rows = _program.Rows;
        double largest = Math.Max(rows.LargestShift(_rowsFromReference.Span), rows.LargestShift(_rowsAtEnd.Span));
        largest = ((largest + LargestBudgetShift()) * SafetyFactor) + SafetyShift;
        int found = Screen.List(reference.Margin, _program.Loadings.Norms, _program.Count, distance, largest, _list.Span);
        if (found < 0)
            return false;
        Keep(reference, found, distance);
        FillPrices(d);
        SetBudgetPrices(point);
        return true;
    }

    /// <summary>Brings the listed prices along after a step.</summary>
    public void Advance(DualPoint point, double alpha)
    {
        int padded = Lanes.PadTo8(Count);
        Axpy.Add(alpha, PriceDirection[..padded], Price[..padded]);
        SetBudgetPrices(point);
    }

    private void SetBudgetPrices(DualPoint point) => _program.Functions.SetBudgetPricesPacked(Count, _program.Rows.OfBudgets(point.Nu));

    /// <summary>By how much the budget prices differ from the reference at most, on the segment.</summary>
    private double BudgetMove(int budget)
    {
        int row = _program.Rows.FirstBudget + budget;
        return Math.Max(Math.Abs(_rowsFromReference.Span[row]), Math.Abs(_rowsAtEnd.Span[row]));
    }

    private double LargestBudgetShift()
    {
        double sum = 0;
        for (int b = 0; b < _program.Functions.Budgets; b++)
        {
            double move = BudgetMove(b), steepest = 0;
            if (move == 0)
                continue;
            foreach (double slope in _program.Functions.LargestChargeSlope(b))
                steepest = Math.Max(steepest, slope);
            sum += move * steepest;
        }

        return sum;
    }

    private double BudgetShift(int coordinate)
    {
        double sum = 0;
        for (int b = 0; b < _program.Functions.Budgets; b++)
            sum += BudgetMove(b) * _program.Functions.LargestChargeSlope(b)[coordinate];
        return sum;
    }

    private double Distance(ReferencePoint reference, DualPoint point, ReadOnlySpan<double> d)
    {
        ReadOnlySpan<double> now = point.Combined, then = reference.Lambda;
        Span<double> from = _fromReference.Span;
        double near = 0, far = 0;
        for (int j = 0; j < from.Length; j++)
        {
            from[j] = now[j] - then[j];
            near += from[j] * from[j];
            double end = from[j] + d[j];
            far += end * end;
        }

        return Math.Sqrt(Math.Max(near, far));
    }

    private void RowShifts(ReferencePoint reference, DualPoint point, ReadOnlySpan<double> dNu)
    {
        ReadOnlySpan<double> now = point.Nu, then = reference.Nu;
        Span<double> from = _rowsFromReference.Span, end = _rowsAtEnd.Span;
        for (int r = 0; r < _program.Rows.Count; r++)
        {
            bool inFactors = _program.Rows.IsOnFactors(r);
            from[r] = inFactors ? 0 : now[r] - then[r];
            end[r] = inFactors ? 0 : from[r] + dNu[r];
        }
    }

    /// <summary>The vector pass used the largest shift of any row; this one uses each coordinate's own. Leaves the row parts in prices and directions.</summary>
    private void Keep(ReferencePoint reference, int found, double distance)
    {
        Span<int> list = _list.Span[..found];
        Span<double> near = _price.Span[..found], far = _direction.Span[..found];
        near.Clear();
        far.Clear();
        _program.Rows.AddPrices(_rowsFromReference.Span, list, near);
        _program.Rows.AddPrices(_rowsAtEnd.Span, list, far);
        ReadOnlySpan<double> margin = reference.Margin, norms = _program.Loadings.Norms, known = reference.Price;
        int kept = 0;
        for (int t = 0; t < list.Length; t++)
        {
            int i = list[t];
            double shift = Math.Max(Math.Abs(near[t]), Math.Abs(far[t])) + BudgetShift(i);
            if (margin[i] > (norms[i] * distance) + (shift * SafetyFactor) + SafetyShift)
                continue;
            list[kept] = i;
            far[kept] = far[t] - near[t];
            near[kept] = known[i] + near[t];
            kept++;
        }

        Count = kept;
    }

    private void FillPrices(ReadOnlySpan<double> d)
    {
        int padded = Lanes.PadTo8(Count);
        Span<double> price = Price[..padded], change = PriceDirection[..padded];
        Span<double> priceProduct = _priceProduct.Span[..Count], changeProduct = _changeProduct.Span[..Count];
        _program.Loadings.MultiplyTwo(List, _fromReference.Span, d, priceProduct, changeProduct);
        Axpy.Add(1.0, priceProduct, price[..Count]);
        Axpy.Add(1.0, changeProduct, change[..Count]);
        price[Count..].Clear();
        change[Count..].Clear();
        _program.Functions.Pack(List);
    }
}
