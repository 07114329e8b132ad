namespace Rebalancing.Solvers.Certificates;

/// <summary>The largest violation seen so far, in the limit's own unit and relative to the size of what is limited (at least 1).</summary>
internal readonly record struct Violation(double Absolute, double Relative)
{
    internal Violation And(double excess, double size)
    {
        if (double.IsNaN(excess))
            return new Violation(double.NaN, double.NaN);
        return excess > 0 ? new Violation(Math.Max(Absolute, excess), Math.Max(Relative, excess / Math.Max(1.0, Math.Abs(size)))) : this;
    }
}
