namespace Rebalancing.Solvers;

internal enum ChoiceKind
{
    /// <summary>x_i is 0, or at least First_i, or at most -Second_i.</summary>
    ZeroOrAtLeast,

    /// <summary>At most Most of the members are not 0.</summary>
    CountAtMost,

    /// <summary>At least Least of the members have |x_i| &gt;= First[0].</summary>
    CountAtLeast,

    /// <summary>x_i is a whole multiple of First_i; free where that is 0.</summary>
    Multiples,

    /// <summary>Adds First_i where x_i &gt; 0 and Second_i where x_i &lt; 0.</summary>
    FixedCost,

    /// <summary>The whole block lies in [First, Second], or the whole block lies in [Third, Fourth].</summary>
    EitherOr,

    /// <summary>Not both On_i &gt; 0 and Other_i &gt; 0.</summary>
    Complementary,

    /// <summary>The coordinates above First[0] add up to at most Second[0].</summary>
    SumAbove,
}

/// <summary>One thing that is not convex, as a limit or a function wrote it; the meaning of the arrays is that of the kind.</summary>
internal sealed class ChoiceEntry(ChoiceKind kind, Block on, Block other, int owner)
{
    internal ChoiceKind Kind { get; } = kind;

    internal Block On { get; } = on;

    /// <summary>Complementary: the second block. Otherwise the first again.</summary>
    internal Block Other { get; } = other;

    internal int Owner { get; } = owner;

    /// <summary>Counts: the coordinates that are counted.</summary>
    internal int[] Members { get; set; } = [];

    /// <summary>Counts: the limit.</summary>
    internal int Number { get; set; }

    internal double[] First { get; init; } = [];

    internal double[] Second { get; init; } = [];

    internal double[] Third { get; init; } = [];

    internal double[] Fourth { get; init; } = [];

    /// <summary>Fixed costs: factor in the objective.</summary>
    internal double Weight { get; set; }

    /// <summary>Fixed costs: the budget they are charged to, or -1, with <see cref="BudgetWeight"/> as factor.</summary>
    internal int Budget { get; init; } = -1;

    /// <inheritdoc cref="Budget"/>
    internal double BudgetWeight { get; set; }
}
