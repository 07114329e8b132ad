using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The one-dimensional convex functions h_i of all coordinates, h_i(x) = 1/2 d_i x^2 + g_i(x) over [lower_i, upper_i], and what the
/// solver asks about them. The linear part is not in here: it is part of the price c.
/// A family works on all coordinates or, after <see cref="Pack"/>, on a short list of them kept side by side.
/// </summary>
internal abstract class ScalarFamily
{
    private readonly Slab _trueCurvature;

    protected ScalarFamily(Arena arena, int count)
    {
        Count = count;
        Padded = Lanes.PadTo8(count);
        _trueCurvature = arena.Doubles(Padded);
    }

    public int Count { get; }

    /// <summary>Count rounded up to a multiple of eight: the length of every array over coordinates.</summary>
    public int Padded { get; }

    /// <summary>Curvature d of the program as it was given, without proximal parts; may be zero.</summary>
    public Span<double> TrueCurvature => _trueCurvature.Span;

    /// <summary>Sum of the constants that the tables leave out.</summary>
    public double Constant { get; set; }

    /// <summary>Curvature in use, at least the proximal floor; positive.</summary>
    public abstract ReadOnlySpan<double> Curvature { get; }

    public abstract ReadOnlySpan<double> Lower { get; }

    public abstract double UpperOf(int coordinate);

    public abstract void SetCurvature(int coordinate, double curvature);

    /// <summary>Number of budgets in which the functions also count.</summary>
    public abstract int Budgets { get; }

    /// <summary>Puts the functions at these budget prices: from now on h stands for h + sum beta_b r_b.</summary>
    public abstract void SetBudgetPrices(ReadOnlySpan<double> beta);

    /// <summary>The same for the packed coordinates.</summary>
    public abstract void SetBudgetPricesPacked(int count, ReadOnlySpan<double> beta);

    /// <summary>Largest |r_b'| of each coordinate between its bounds.</summary>
    public abstract Span<double> LargestChargeSlope(int budget);

    /// <summary>r_b' of each coordinate last asked about in <see cref="FindChargeSlopes"/>.</summary>
    public abstract ReadOnlySpan<double> ChargeSlope(int budget);

    public abstract void FindChargeSlopes(ReadOnlySpan<int> list, ReadOnlySpan<double> x);

    /// <summary>Charge of a budget that belongs to no coordinate.</summary>
    public abstract ref double ChargeConstant(int budget);

    /// <summary>sum_i r_bi(x_i), constants included.</summary>
    public abstract double Charge(int budget, ReadOnlySpan<double> x);

    /// <summary>sum of r_b over the packed coordinates, without constants.</summary>
    public abstract double ChargePacked(int budget, int count, ReadOnlySpan<double> x);

    /// <summary>
    /// Along c + alpha s, beta + alpha dbeta: sum of s x and of dbeta_b r_b(x), and the second derivative. Leaves the functions at the budget prices of alpha.
    /// </summary>
    public abstract void AlongLineCharged(
        bool packed, int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha,
        ReadOnlySpan<double> beta, ReadOnlySpan<double> dBeta, out double moved, out double bend);

    /// <summary>x = argmin c x + h(x) and the rate -dx/dc, zero at kinks and bounds.</summary>
    public abstract void Minimise(ReadOnlySpan<double> price, Span<double> x, Span<double> rate);

    /// <summary>The same with the true curvature: for bounds on the true program.</summary>
    public abstract void MinimiseTrue(ReadOnlySpan<double> price, Span<double> x, Span<double> rate);

    /// <summary>By how much each price may move before its x moves; -1 where x moves.</summary>
    public abstract void Margins(ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin);

    /// <summary>Sum of c x + h(x) with the true curvature and the constants.</summary>
    public abstract double Value(ReadOnlySpan<double> price, ReadOnlySpan<double> x);

    /// <summary>First and second derivative parts along c + alpha s: sum of s x and sum of s^2 rate.</summary>
    public abstract void AlongLine(ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend);

    /// <summary>Copies the listed coordinates side by side.</summary>
    public abstract void Pack(ReadOnlySpan<int> list);

    /// <inheritdoc cref="Minimise"/>
    public abstract void MinimisePacked(int count, ReadOnlySpan<double> price, Span<double> x, Span<double> rate);

    /// <inheritdoc cref="AlongLine"/>
    public abstract void AlongLinePacked(
        int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend);
}
