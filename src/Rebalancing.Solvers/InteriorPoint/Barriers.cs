using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Which barrier terms each local variable has, as factors 0 and 1 so that loops need no branches.</summary>
internal sealed class Barriers
{
    private readonly LocalForm _form;
    private readonly int[] _logs;
    private int _logCount;

    internal Barriers(LocalForm form)
    {
        _form = form;
        HasLower = new double[form.Lower.Length];
        HasUpper = new double[form.Lower.Length];
        IsFixed = new bool[form.Lower.Length];
        IsParked = new bool[form.Columns];
        Skipped = new double[form.Lower.Length];
        _logs = new int[form.FlowSign.Length];
    }

    internal double[] HasLower { get; }

    internal double[] HasUpper { get; }

    /// <summary>Lower bound = upper bound (to rounding): the variable is a constant.</summary>
    internal bool[] IsFixed { get; }

    /// <summary>Columns held at their lower bound for a while, constants like the fixed ones; see <see cref="WorkingColumns"/>.</summary>
    internal bool[] IsParked { get; }

    /// <summary>1 for fixed locals and for the padding behind the last one.</summary>
    internal double[] Skipped { get; }

    internal bool AnyFixed { get; private set; }

    internal bool AnyFixedFlow { get; private set; }

    /// <summary>No local from here on has an upper bound; a multiple of 8.</summary>
    internal int UpperExtent { get; private set; }

    /// <summary>
    /// The flows that carry a log. With slack s and dual z their pair heads for s z = b instead of zero, the condition that z is the slope of -b log s: the log
    /// is its own barrier, and the primal-dual form of its Newton step (stiffness z/s instead of b/s^2) is as good far from the answer as near it.
    /// </summary>
    internal ReadOnlySpan<int> Logs => _logs.AsSpan(0, _logCount);

    internal double LargestLogWeight { get; private set; }

    /// <summary>Number of complementary pairs, constraints included.</summary>
    internal int Pairs { get; private set; }

    /// <summary>A local whose tightest lower bound lies above its tightest upper bound, or -1: then there is nothing to iterate on.</summary>
    internal int Crossed { get; private set; }

    internal void Classify()
    {
        Pairs = _form.Constraints.Length;
        Crossed = -1;
        AnyFixed = AnyFixedFlow = false;
        UpperExtent = 0;
        _logCount = 0;
        LargestLogWeight = 0;
        for (int u = _form.Locals; u < _form.Padded; u++)
        {
            HasLower[u] = HasUpper[u] = 0;
            Skipped[u] = 1;
        }

        for (int u = 0; u < _form.Locals; u++)
        {
            double lower = _form.Lower[u], upper = _form.Upper[u];
            IsFixed[u] = (u < IsParked.Length && IsParked[u]) || (upper - lower <= 1e-13 * Math.Max(1, Math.Abs(lower)) && double.IsFinite(lower));
            if (lower - upper > 1e-9 * Math.Max(1, Math.Abs(lower)))
                Crossed = u;
            bool low = !IsFixed[u] && double.IsFinite(lower);
            bool high = !IsFixed[u] && double.IsFinite(upper);
            HasLower[u] = low ? 1 : 0;
            HasUpper[u] = high ? 1 : 0;
            Pairs += (low ? 1 : 0) + (high ? 1 : 0);
            Skipped[u] = IsFixed[u] ? 1 : 0;
            AnyFixed |= IsFixed[u];
            AnyFixedFlow |= IsFixed[u] && u >= _form.FlowStart;
            if (low && _form.LogWeight[u] > 0)
            {
                _logs[_logCount++] = u;
                LargestLogWeight = Math.Max(LargestLogWeight, _form.LogWeight[u]);
            }

            if (high)
                UpperExtent = Lanes.PadTo8(u + 1);
        }
    }

    /// <summary>What the pairs of lower bounds head for beyond the common target; empty where no local has a log.</summary>
    internal ReadOnlySpan<double> LogWeights => _logCount > 0 ? _form.LogWeight.AsSpan(0, _form.Padded) : [];

    /// <summary>The lower side at an iterate, with the targets of its pairs where a step is made.</summary>
    internal BoundRuns Lower(Iterate at, double[]? targets)
    {
        int n = _form.Padded;
        return new BoundRuns
        {
            Has = HasLower.AsSpan(0, n),
            Slack = at.LowerSlacks.AsSpan(0, n),
            Dual = at.LowerDuals.AsSpan(0, n),
            Bound = _form.Lower.AsSpan(0, n),
            Target = targets is null ? [] : targets.AsSpan(0, n),
        };
    }

    /// <summary>The upper side, as long as there are upper bounds or as long as asked for.</summary>
    internal BoundRuns Upper(Iterate at, double[]? targets, int n) => new()
    {
        Has = HasUpper.AsSpan(0, n),
        Slack = at.UpperSlacks.AsSpan(0, n),
        Dual = at.UpperDuals.AsSpan(0, n),
        Bound = _form.Upper.AsSpan(0, n),
        Target = targets is null ? [] : targets.AsSpan(0, n),
    };
}
