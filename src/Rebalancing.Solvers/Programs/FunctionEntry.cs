namespace Rebalancing.Solvers;

internal enum FunctionKind
{
    /// <summary>sum c_i x_i: First = c.</summary>
    Linear,

    /// <summary>1/2 sum q_i x_i^2 (inside a norm: sum q_i x_i^2): First = q.</summary>
    Quadratic,

    /// <summary>First = where the kink lies, Second = slope below, Third = slope above; zero at the kink.</summary>
    Kinked,

    /// <summary>Start = runs, First = slope left of the first break, Second = breaks, Third = slope steps; zero at zero.</summary>
    Pieces,

    /// <summary>sum a_i |x_i|^p: First = a, Scalar = p.</summary>
    Power,

    /// <summary>-sum b_i log x_i: First = b.</summary>
    Log,

    /// <summary>s/2 x'S x (inside a norm: s x'S x): Matrix = S, Scalar = s.</summary>
    Covariance,
}

/// <summary>One separable function on one block, as a term wrote it, with where it counts. The meaning of the arrays depends on the kind.</summary>
internal sealed class FunctionEntry(FunctionKind kind, Block on, int owner)
{
    internal FunctionKind Kind { get; } = kind;

    internal Block On { get; private set; } = on;

    internal int Owner { get; } = owner;

    /// <summary>Factor in the objective; 0 where it does not count there.</summary>
    internal double Weight { get; set; }

    /// <summary>The budget it is charged to, or -1; with <see cref="BudgetWeight"/> as factor.</summary>
    internal int Budget { get; init; } = -1;

    /// <inheritdoc cref="Budget"/>
    internal double BudgetWeight { get; set; }

    /// <summary>The norm it is part of, or -1.</summary>
    internal int Norm { get; init; } = -1;

    internal int[] Start { get; set; } = [];

    internal double[] First { get; set; } = [];

    internal double[] Second { get; set; } = [];

    internal double[] Third { get; set; } = [];

    internal double Scalar { get; set; }

    /// <summary>Whether it is the price of a violation: a kink that counts in the objective for an owner from the given one on.</summary>
    internal bool IsPricedViolation(int firstLimit) => Kind == FunctionKind.Kinked && Owner >= firstLimit && Weight > 0 && Budget < 0 && Norm < 0;

    internal CovarianceMatrix? Matrix { get; init; }

    /// <summary>Makes room for a block of flows that a refill made longer or shorter.</summary>
    internal void Fit(Block on)
    {
        if (on.Length == On.Length)
            return;
        On = on;
        First = new double[on.Length];
        if (Kind == FunctionKind.Kinked)
            (Second, Third) = (new double[on.Length], new double[on.Length]);
    }
}
