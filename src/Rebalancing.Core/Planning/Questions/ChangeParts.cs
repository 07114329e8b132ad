namespace Rebalancing.Planning;

/// <summary>What a change was made from, so that it can be written and made again.</summary>
/// <param name="Kind">Which change.</param>
internal sealed record ChangeParts(ChangeKind Kind)
{
    /// <summary>Name of the limit, cost or asset it speaks of; empty where there is none.</summary>
    public string Name { get; init; } = "";

    public Limit? Limit { get; init; }

    /// <summary>Weight of a cost, or of a trade as a fraction of account value.</summary>
    public double? Weight { get; init; }

    public AssetValues? Target { get; init; }

    /// <summary>The change.</summary>
    /// <exception cref="ArgumentException">A part is missing, or one is too many.</exception>
    public Change ToChange()
    {
        bool needsName = Kind is not (ChangeKind.WithLimit or ChangeKind.Target), needsLimit = Kind is ChangeKind.Limit or ChangeKind.WithLimit;
        bool needsWeight = Kind is ChangeKind.Weight or ChangeKind.Trade, needsTarget = Kind == ChangeKind.Target;
        if ((Name.Length > 0, Limit is not null, Weight is not null, Target is not null) != (needsName, needsLimit, needsWeight, needsTarget))
            throw new ArgumentException($"a change of the kind '{char.ToLowerInvariant(Kind.ToString()[0])}{Kind.ToString()[1..]}' takes {Needs(needsName, needsLimit, needsWeight, needsTarget)} and nothing else");
        return Kind switch
        {
            ChangeKind.Limit => Change.Limit(Name, Limit!),
            ChangeKind.WithLimit => Change.WithLimit(Limit!),
            ChangeKind.WithoutLimit => Change.WithoutLimit(Name),
            ChangeKind.Weight => Change.Weight(Name, Weight!.Value),
            ChangeKind.Target => Change.Target(Target!),
            ChangeKind.Lock => Change.Lock(Name),
            ChangeKind.Trade => Change.Trade(Name, Weight!.Value),
            _ => Change.Free(Name),
        };
    }

    private static string Needs(bool name, bool limit, bool weight, bool target)
    {
        string[] needs = [.. new[] { name ? "name" : "", limit ? "limit" : "", weight ? "weight" : "", target ? "target" : "" }.Where(need => need.Length > 0)];
        return string.Join(" and ", needs);
    }
}
