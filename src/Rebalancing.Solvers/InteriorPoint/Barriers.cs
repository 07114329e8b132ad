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
        LowerBounds = new double[form.Lower.Length];
        UpperBounds = new double[form.Lower.Length];
        _logs = new int[form.FlowSign.Length];
    }

    internal double[] HasLower { get; }

    internal double[] HasUpper { get; }

    /// <summary>The bounds that have a barrier; infinite elsewhere.</summary>
    internal double[] LowerBounds { get; }

    /// <inheritdoc cref="LowerBounds"/>
    internal double[] UpperBounds { get; }

    /// <summary>Lower bound = upper bound (to rounding): the variable is a constant.</summary>
    internal bool[] IsFixed { get; }

    /// <summary>Columns held at their lower bound for a while, constants like the fixed ones; see <see cref="WorkingColumns"/>.</summary>
    internal bool[] IsParked { get; }

    /// <summary>1 for fixed locals and for the padding behind the last one.</summary>
    internal double[] Skipped { get; }

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
        AnyFixedFlow = false;
        UpperExtent = 0;
        _logCount = 0;
        LargestLogWeight = 0;
        for (int u = _form.Locals; u < _form.Padded; u++)
        {
            HasLower[u] = HasUpper[u] = 0;
            (LowerBounds[u], UpperBounds[u]) = (double.NegativeInfinity, double.PositiveInfinity);
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
            (LowerBounds[u], UpperBounds[u]) = (low ? lower : double.NegativeInfinity, high ? upper : double.PositiveInfinity);
            Pairs += (low ? 1 : 0) + (high ? 1 : 0);
            Skipped[u] = IsFixed[u] ? 1 : 0;
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

    /// <summary>What the pairs of lower bounds head for beyond the common target, over one stretch; empty where no local has a log.</summary>
    internal ReadOnlySpan<double> LogWeights(int start, int count) => _logCount > 0 ? _form.LogWeight.AsSpan(start, count) : [];

    /// <summary>How many of a stretch's locals lie before <see cref="UpperExtent"/>.</summary>
    internal int UpperCount(int start, int count) => Math.Clamp(UpperExtent - start, 0, count);

    /// <summary>The lower side of a stretch at an iterate, with the targets of its pairs where a step is made.</summary>
    internal BoundRuns Lower(Iterate at, double[]? targets, int start, int count) => new()
    {
        Bound = LowerBounds.AsSpan(start, count),
        Slack = at.LowerSlacks.AsSpan(start, count),
        Dual = at.LowerDuals.AsSpan(start, count),
        Target = targets is null ? [] : targets.AsSpan(start, count),
    };

    /// <summary>The upper side of a stretch, as far as there are upper bounds.</summary>
    internal BoundRuns Upper(Iterate at, double[]? targets, int start, int count)
    {
        count = UpperCount(start, count);
        return new BoundRuns
        {
            Bound = UpperBounds.AsSpan(start, count),
            Slack = at.UpperSlacks.AsSpan(start, count),
            Dual = at.UpperDuals.AsSpan(start, count),
            Target = targets is null ? [] : targets.AsSpan(start, count),
        };
    }
}
