namespace Rebalancing;

/// <summary>What the owner of an account wants: costs to be minimised and limits to be met.</summary>
/// <remarks>Immutable; one mandate serves any number of accounts and threads.</remarks>
public sealed record Mandate
{
    /// <summary>Name in reports. Default: empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is minimised.</summary>
    public required Objective Objective { get; init; }

    /// <summary>What must hold. Without a limit on cash, cash must not be negative after trading. Default: none.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>
    /// Years over which a plan is expected to stand, finite and positive; default 1. The objective is per year: one-off costs count divided by
    /// this number, so that 20 bp of trading costs over two years weigh as much as 10 bp of risk a year.
    /// </summary>
    public double HorizonYears { get; init; } = 1.0;

    /// <summary>Weights that reports compare with, fractions of account value. Default null: taken from the first term that has a target.</summary>
    public AssetValues? Target { get; init; }

    /// <summary>Where trading costs are paid from. Default: the account's cash.</summary>
    public CostSettlement CostSettlement { get; init; } = CostSettlement.FromCash;

    /// <summary>The mandate in words: each cost and each limit, one a line.</summary>
    /// <param name="account">The account whose numbers are filled in.</param>
    public string Describe(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new Lowering.DescribingWriter().Describe(this, account);
    }

    /// <summary>Number of owners: costs, then limits, in order.</summary>
    internal int Owners => Objective.Parts.Count + Limits.Count;

    /// <summary>The cost or limit behind an owner's number.</summary>
    internal Component Owner(int index) => index < Objective.Parts.Count ? Objective.Parts[index].Term : Limits[index - Objective.Parts.Count];
}
