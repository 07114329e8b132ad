using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// A family whose functions also count in budgets, sum_i r_bi(x_i) &lt;= limit_b: with the budget's price beta_b the coordinate minimises
/// c x + h(x) + sum_b beta_b r_b(x), so beta acts like the price of a row whose coefficient is the slope r_b'(x).
/// </summary>
internal abstract class ChargedFunctions : ScalarFamily
{
    private readonly Slab[] _largestSlope;
    private readonly Slab[] _slopeAt;
    private readonly double[] _constant;
    private readonly Slab _price;
    private readonly Slab _answer;
    private readonly Slab _rate;
    private readonly Slab _tilted;
    private readonly Slab _slope;
    private readonly double[] _inForce;
    private bool _isTilted;

    protected ChargedFunctions(Arena arena, int count, int budgets)
        : base(arena, count)
    {
        Budgets = budgets;
        _inForce = new double[budgets];
        _largestSlope = new Slab[budgets];
        _slopeAt = new Slab[budgets];
        _constant = new double[budgets];
        for (int b = 0; b < budgets; b++)
        {
            _largestSlope[b] = arena.Doubles(Padded);
            _slopeAt[b] = arena.Doubles(Padded);
        }

        int room = budgets > 0 ? Padded : 0;
        (_price, _answer, _rate) = (arena.Doubles(room), arena.Doubles(room), arena.Doubles(room));
        (_tilted, _slope) = (arena.Doubles(room), arena.Doubles(room));
    }

    public override int Budgets { get; }

    /// <summary>The functions were written anew: they are at no budget prices.</summary>
    protected void ForgetPrices() => _isTilted = false;

    public sealed override void SetBudgetPrices(ReadOnlySpan<double> beta)
    {
        if (Budgets == 0 || (_isTilted && beta.SequenceEqual(_inForce)))
            return;
        beta.CopyTo(_inForce);
        _isTilted = true;
        Tilt(beta);
    }

    public override Span<double> LargestChargeSlope(int budget) => _largestSlope[budget].Span;

    public override ReadOnlySpan<double> ChargeSlope(int budget) => _slopeAt[budget].Span;

    /// <summary>Charge of a budget that its tables leave out.</summary>
    public override ref double ChargeConstant(int budget) => ref _constant[budget];

    public override double Charge(int budget, ReadOnlySpan<double> x) => _constant[budget] + TiltValue(budget, Count, x, packed: false);

    public override double ChargePacked(int budget, int count, ReadOnlySpan<double> x) => TiltValue(budget, count, x, packed: true);

    public override void FindChargeSlopes(ReadOnlySpan<int> list, ReadOnlySpan<double> x)
    {
        for (int b = 0; b < Budgets; b++)
            TiltSlopes(b, list, x, _slopeAt[b].Span);
    }

    public override void AlongLineCharged(
        bool packed, int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha,
        ReadOnlySpan<double> beta, ReadOnlySpan<double> dBeta, out double moved, out double bend)
    {
        int padded = Lanes.PadTo8(count);
        Span<double> at = _price.Span[..padded], x = _answer.Span[..padded], rate = _rate.Span[..padded], tilted = _tilted.Span[..count], slope = _slope.Span[..padded];
        price[..padded].CopyTo(at);
        Axpy.Add(alpha, direction[..padded], at);
        Span<double> prices = stackalloc double[Budgets];
        for (int b = 0; b < Budgets; b++)
            prices[b] = Math.Max(0, beta[b] + (alpha * dBeta[b]));
        if (packed)
        {
            SetBudgetPricesPacked(count, prices);
            MinimisePacked(count, at, x, rate);
        }
        else
        {
            SetBudgetPrices(prices);
            Minimise(at, x, rate);
        }

        moved = Dot.Product(direction[..count], x[..count]);
        direction[..count].CopyTo(tilted);
        for (int b = 0; b < Budgets; b++)
        {
            if (dBeta[b] == 0)
                continue;
            moved += dBeta[b] * ((packed ? 0 : _constant[b]) + TiltValueAndSlopes(b, count, packed, x, slope));
            Axpy.Add(dBeta[b], slope[..count], tilted);
        }

        bend = WeightedDot.Product(rate[..count], tilted, tilted);
    }

    /// <summary>Puts the functions at these budget prices.</summary>
    protected abstract void Tilt(ReadOnlySpan<double> beta);

    protected abstract double TiltValue(int budget, int count, ReadOnlySpan<double> x, bool packed);

    protected abstract void TiltSlopes(int budget, ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> slopes);

    /// <summary>The value over the coordinates side by side, and the slope at each x; spans are padded.</summary>
    protected abstract double TiltValueAndSlopes(int budget, int count, bool packed, ReadOnlySpan<double> x, Span<double> slopes);
}
