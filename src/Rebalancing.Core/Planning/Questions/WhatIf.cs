using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>Two plans for the same account: as things are, and with some changes; and how they differ.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class WhatIf
{
    private const int MostAssets = 8;

    /// <summary>Costs and risks of both plans take half a dozen evaluations, which not every question needs.</summary>
    private readonly Lazy<(IReadOnlyList<ValueDifference> Costs, IReadOnlyList<ValueDifference> Risks, double Objective)> _comparison;

    internal WhatIf(IReadOnlyList<Change> changes, RebalanceResult before, RebalanceResult after)
    {
        Changes = changes;
        Before = before;
        After = after;
        _comparison = new(() => IsComparable ? Planning.PlanComparison.Of(before.Mandate, before.Account, before.Weights, after.Weights) : ([], [], double.NaN));
        if (!IsComparable) return;
        Universe universe = before.Account.Universe;
        List<AssetDifference> assets = [];
        for (int i = 0; i < universe.Count; i++)
            if (Math.Abs(after.Weights[i] - before.Weights[i]) >= before.Settings.SmallestTrade)
                assets.Add(new AssetDifference(universe[i].Symbol, before.Weights[i] - before.Account.Weights[i], after.Weights[i] - before.Account.Weights[i]));
        assets.Sort((a, b) => Math.Abs(b.Difference).CompareTo(Math.Abs(a.Difference)) is var order && order != 0 ? order : string.CompareOrdinal(a.Symbol, b.Symbol));
        Assets = assets;
    }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<Change> Changes { get; }

    /// <summary>As things are.</summary>
    public RebalanceResult Before { get; }

    /// <summary>With the changes.</summary>
    public RebalanceResult After { get; }

    /// <summary>Whether both have a plan.</summary>
    public bool IsComparable => Before.IsOptimal && After.IsOptimal;

    /// <summary>Assets whose trades differ, largest difference first; optimal weights before rounding.</summary>
    public IReadOnlyList<AssetDifference> Assets { get; } = [];

    /// <summary>Each cost of the original objective, unweighted.</summary>
    public IReadOnlyList<ValueDifference> Costs => _comparison.Value.Costs;

    /// <summary>Volatility, and what the limits of the original mandate bound: tracking error, turnover.</summary>
    public IReadOnlyList<ValueDifference> Risks => _comparison.Value.Risks;

    /// <summary>By how much the changed plan is worse, per year, by the objective of the original mandate; negative when it is better. NaN when one of the two has no plan.</summary>
    public CostFigure Objective => new(_comparison.Value.Objective, IsComparable ? Before.Account.Value : 0);

    /// <summary>The memo.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("What if: ").AppendJoin("; ", Changes).AppendLine();
        if (!IsComparable)
            return text.Append("  no comparison: ").AppendLine(Before.IsOptimal ? $"with the changes {After.ToString().TrimEnd()}" : $"as things are {Before.Status}").ToString();
        text.Append(CultureInfo.InvariantCulture, $"  By the original objective {(Objective.Value > 0 ? "worse" : "better")} by {Math.Abs(Objective.Bps):0.00} bp a year ({Math.Abs(Objective.Money):#,0.00})").AppendLine();
        foreach (AssetDifference asset in Assets.Take(MostAssets)) text.Append("  ").Append(asset).AppendLine();
        if (Assets.Count > MostAssets) text.Append(CultureInfo.InvariantCulture, $"  and {Assets.Count - MostAssets} more assets").AppendLine();
        foreach (ValueDifference cost in Costs.Concat(Risks)) text.Append("  ").Append(cost).AppendLine();
        return text.ToString();
    }
}
