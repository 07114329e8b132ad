namespace Rebalancing.Testing;

/// <summary>
/// The one table of tolerances. A test names the reason for its slack by naming a row of this table;
/// a number that is not here does not belong in a test. A row is never widened to make a test pass.
/// </summary>
public static class Tolerances
{
    /// <summary>Two double computations of the same short formula: a few units in the last place (relative).</summary>
    public const double Rounding = 1e-14;

    /// <summary>Sums and products over up to some thousands of terms in another order (relative to the sum of magnitudes).</summary>
    public const double Summation = 1e-12;

    /// <summary>Solutions of well-conditioned linear systems, against a plain reference implementation (relative).</summary>
    public const double LinearAlgebra = 1e-10;

    /// <summary>Primal and dual residuals of a solved program, against the unscaled data (relative to 1 + size of the row).</summary>
    public const double Residual = 1e-8;

    /// <summary>Objective values of two independent solvers, or of one and a published value with full digits (relative to 1 + |value|).</summary>
    public const double Objective = 1e-8;

    /// <summary>Objectives and gaps of engines that each stop at 1e-8, on random programs (relative to 1 + the sizes of the objective's terms).</summary>
    public const double SolverAgreement = 1e-7;

    /// <summary>Violations, dual residuals and gaps of the reference problems, recomputed from their own arrays (relative).</summary>
    public const double ReferenceCertificate = 1e-6;

    /// <summary>Published objectives printed with about eight digits: Maros-Meszaros (relative to 1 + |value|).</summary>
    public const double PublishedEightDigits = 1e-6;

    /// <summary>Published objectives printed with few digits: some Netlib and MIPLIB values (relative to 1 + |value|).</summary>
    public const double PublishedFewDigits = 1e-5;

    /// <summary>The OR-Library frontiers, printed with ten decimals of variances around 1e-3 (relative).</summary>
    public const double PublishedFrontier = 1e-6;

    /// <summary>Weights of a strictly convex problem from two independent solvers (absolute, fraction of account value).</summary>
    public const double Weight = 1e-6;

    /// <summary>Numbers that peers' own tests assert about their answers, where the case states no tolerance of its own (absolute).</summary>
    public const double PeerNumber = 1e-5;

    /// <summary>Money after exact decimal arithmetic: nothing is forgiven.</summary>
    public const decimal Money = 0m;
}
