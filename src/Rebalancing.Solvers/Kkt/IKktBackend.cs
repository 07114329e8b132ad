namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// Solves the condensed Newton system. A backend owns the factorisation, the solve and the products with the same matrix, so that any of them
/// can be checked against another backend.
/// </summary>
internal interface IKktBackend
{
    /// <summary>What it is, for the log.</summary>
    string Name { get; }

    /// <summary>Factorises the system's current numbers; false where a pivot failed and stronger regularisation is needed.</summary>
    bool Factor(CondensedSystem system);

    /// <summary>
    /// Solves for one right-hand side with the last factors, without refinement:
    /// columns (length n), rows (one for each image row; special ones are ignored), special (dense rows).
    /// </summary>
    void Solve(CondensedSystem system, ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> special, CondensedVector result);
}
