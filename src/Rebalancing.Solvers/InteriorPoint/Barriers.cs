namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Which barrier terms each local variable has, as factors 0 and 1 so that loops need no branches.</summary>
internal sealed class Barriers
{
    private readonly LocalForm _form;

    internal Barriers(LocalForm form)
    {
        _form = form;
        HasLower = new double[form.Lower.Length];
        HasUpper = new double[form.Lower.Length];
        IsFixed = new bool[form.Lower.Length];
    }

    internal double[] HasLower { get; }

    internal double[] HasUpper { get; }

    /// <summary>Lower bound = upper bound (to rounding): the variable is a constant.</summary>
    internal bool[] IsFixed { get; }

    /// <summary>Number of complementary pairs, constraints included.</summary>
    internal int Pairs { get; private set; }

    /// <summary>A local whose tightest lower bound lies above its tightest upper bound, or -1: then there is nothing to iterate on.</summary>
    internal int Crossed { get; private set; }

    internal void Classify()
    {
        Pairs = _form.Constraints.Length;
        Crossed = -1;
        for (int u = 0; u < _form.Locals; u++)
        {
            double lower = _form.Lower[u], upper = _form.Upper[u];
            IsFixed[u] = upper - lower <= 1e-13 * Math.Max(1, Math.Abs(lower)) && double.IsFinite(lower);
            if (lower - upper > 1e-9 * Math.Max(1, Math.Abs(lower)))
                Crossed = u;
            bool low = !IsFixed[u] && double.IsFinite(lower);
            bool high = !IsFixed[u] && double.IsFinite(upper);
            HasLower[u] = low ? 1 : 0;
            HasUpper[u] = high ? 1 : 0;
            Pairs += (low ? 1 : 0) + (high ? 1 : 0);
        }
    }
}
