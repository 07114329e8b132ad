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
