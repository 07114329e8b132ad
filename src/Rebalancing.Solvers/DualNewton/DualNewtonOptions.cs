namespace Rebalancing.Solvers.DualNewton;

/// <summary>Tolerances and limits of a solve. Defaults are the measured ones.</summary>
internal sealed record DualNewtonOptions
{
    /// <summary>Relative gap, and row violation (relative to the limits of the row where they are above one), that the certificate must meet.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Row violation and gap at which the loop itself stops; well below the certificate's.</summary>
    public double LoopTolerance => Math.Min(1e-10, 0.01 * Tolerance);

    /// <summary>Exposure residual at which the factor prices count as settled, beside row violation and gap.</summary>
    public double ExposureTolerance => Math.Min(1e-8, Tolerance);

    /// <summary>Newton steps in one solve, proximal rounds included.</summary>
    public int MaxSteps { get; init; } = 500;

    /// <summary>Proximal rounds.</summary>
    public int MaxRounds { get; init; } = 100;

    /// <summary>Whether screening is used.</summary>
    public bool Screening { get; init; } = true;
}
