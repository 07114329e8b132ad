namespace Rebalancing.Solvers;

/// <summary>How the interior point solves its linear systems; forced in tests, chosen by cost otherwise.</summary>
internal enum KktChoice
{
    /// <summary>By cost.</summary>
    Auto,

    /// <summary>Eliminate the columns; factorise an order-rows matrix.</summary>
    Rows,

    /// <summary>Eliminate the curved image rows; factorise an order-columns matrix, then the remaining rows.</summary>
    Columns,

    /// <summary>Few columns of a program with a dense covariance, the others priced and taken back in, where the program's shape allows it; by cost elsewhere.</summary>
    WorkingColumns,

    /// <summary>Factorise the whole matrix densely: the oracle in tests.</summary>
    DenseReference,
}
