namespace Rebalancing.Planning;

/// <summary>What a limit is in a question about limits.</summary>
internal enum LimitRole
{
    /// <summary>As if it were not written.</summary>
    LeftOut,

    /// <summary>It must hold.</summary>
    Kept,

    /// <summary>Its violation is priced.</summary>
    Priced,

    /// <summary>Its violation counts in the budget of its priority class.</summary>
    Budgeted,
}
