using Rebalancing.Mandates;
using Rebalancing.Planning;

namespace Rebalancing;

/// <summary>One change of a mandate to ask about: a limit, the weight of a cost, a target, a lock, a given trade. Made by the static methods.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class Change
{
    private readonly Func<Mandate, Universe, List<string>, Mandate> _apply;
    private readonly string _text;

    private Change(ChangeParts parts, string text, string subject, Func<Mandate, Universe, List<string>, Mandate> apply) => (Parts, _text, Subject, _apply) = (parts, text, subject, apply);

    /// <summary>What it was made from.</summary>
    internal ChangeParts Parts { get; }

    /// <summary>What it speaks of: two changes with the same subject contradict each other.</summary>
    internal string Subject { get; }

    /// <summary>Another limit in the place of one.</summary>
    /// <param name="name">Name of the limit as reports show it; its first word is enough where it is alone.</param>
    /// <param name="replacement">What holds instead.</param>
    public static Change Limit(string name, Limit replacement)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(replacement);
        return new Change(new ChangeParts(ChangeKind.Limit) { Name = name, Limit = replacement }, $"{replacement.Name} in the place of {name}", $"limit {name}", (mandate, _, problems) =>
            Find(mandate, name, problems) is { } i ? mandate with { Limits = [.. mandate.Limits.Select((limit, j) => i == j ? replacement : limit)] } : mandate);
    }

    /// <summary>One more limit.</summary>
    public static Change WithLimit(Limit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return new Change(new ChangeParts(ChangeKind.WithLimit) { Limit = limit }, $"with {limit.Name}", $"limit {limit.Name}", (mandate, _, _) => mandate with { Limits = [.. mandate.Limits, limit] });
    }

    /// <summary>One limit less. Without any limit on cash, cash must not be negative.</summary>
    /// <param name="name">Name of the limit as reports show it; its first word is enough where it is alone.</param>
    public static Change WithoutLimit(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Change(new ChangeParts(ChangeKind.WithoutLimit) { Name = name }, $"without {name}", $"limit {name}", (mandate, _, problems) =>
            Find(mandate, name, problems) is { } i ? mandate with { Limits = [.. mandate.Limits.Where((_, j) => i != j)] } : mandate);
    }

    /// <summary>Another weight of a cost in the objective.</summary>
    /// <param name="term">Name of the cost as reports show it.</param>
    /// <param name="weight">Finite and not negative.</param>
    public static Change Weight(string term, double weight)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(term);
        Require.NotNegative(weight, $"weight of '{term}'", "costs take finite weights >= 0");
        return new Change(new ChangeParts(ChangeKind.Weight) { Name = term, Weight = weight }, FormattableString.Invariant($"{term} with weight {weight:G6}"), $"weight of {term}", (mandate, _, problems) =>
        {
            ObjectivePart[] parts = [.. mandate.Objective.Parts];
            int[] found = [.. Enumerable.Range(0, parts.Length).Where(i => parts[i].Term.Name == term)];
            if (!IsOne(found.Length, "cost", term, parts.Select(part => part.Term.Name), problems)) return mandate;
            parts[found[0]] = parts[found[0]] with { Weight = weight };
            return mandate with { Objective = ObjectiveOf(parts) };
        });
    }

    /// <summary>Another target for every cost and limit that has one.</summary>
    /// <param name="target">Target weights, one an asset, fractions of account value.</param>
    public static Change Target(AssetValues target)
    {
        Require.Finite(target, "target weight");
        return new Change(new ChangeParts(ChangeKind.Target) { Target = target }, "another target", "target", (mandate, _, problems) =>
        {
            bool any = mandate.Target is not null;
            ObjectivePart[] parts = [.. mandate.Objective.Parts.Select(part => part.Term is ITargeted targeted ? part with { Term = targeted.WithTarget(target) } : part)];
            Limit[] limits = [.. mandate.Limits.Select(limit => Retargeted(limit, target))];
            any |= parts.Where((part, i) => part != mandate.Objective.Parts[i]).Any() || limits.Where((limit, i) => limit != mandate.Limits[i]).Any();
            if (!any) problems.Add("The target was to be changed, but no cost or limit of the mandate has one.");
            return mandate with { Objective = ObjectiveOf(parts), Limits = limits, Target = mandate.Target is null ? null : target };
        });
    }

    /// <summary>An asset that is neither bought nor sold.</summary>
    public static Change Lock(string symbol) => Given(new ChangeParts(ChangeKind.Lock) { Name = symbol }, symbol, 0, $"lock {symbol}");

    /// <summary>A given trade of one asset; the others are chosen around it.</summary>
    /// <param name="symbol">Asset.</param>
    /// <param name="weight">Fraction of account value: positive buys, negative sells.</param>
    public static Change Trade(string symbol, double weight)
    {
        Require.Finite(weight, $"trade of '{symbol}'");
        return Given(new ChangeParts(ChangeKind.Trade) { Name = symbol, Weight = weight }, symbol, weight, $"{(weight < 0 ? "sell" : "buy")} {MeasureText.Fraction(Math.Abs(weight))} of {symbol}");
    }

    /// <summary>An asset without its locks: NoTrade, NoBuy, NoSell, lock-ups by date and given trades no longer speak of it.</summary>
    public static Change Free(string symbol)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        return new Change(new ChangeParts(ChangeKind.Free) { Name = symbol }, $"free {symbol}", $"asset {symbol}", (mandate, universe, problems) =>
        {
            if (!IsKnown(symbol, universe, problems)) return mandate;
            Limit?[] limits = [.. mandate.Limits.Select(limit => LockFreeing.Without(limit, symbol))];
            if (limits.Where((limit, i) => limit != mandate.Limits[i]).Any()) return mandate with { Limits = [.. limits.OfType<Limit>()] };
            problems.Add($"'{symbol}' was to be freed, but no limit locks it.");
            return mandate;
        });
    }

    /// <summary>How the absence of a change reads; it changes nothing itself.</summary>
    internal static Change Undone(Change change) => new(change.Parts, $"not to {change}", change.Subject, (mandate, _, _) => mandate);

    /// <inheritdoc/>
    public override string ToString() => _text;

    internal Mandate Apply(Mandate mandate, Universe universe, List<string> problems) => _apply(mandate, universe, problems);

    private static Change Given(ChangeParts parts, string symbol, double weight, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        return new Change(parts, text, $"asset {symbol}", (mandate, universe, problems) =>
            IsKnown(symbol, universe, problems) ? mandate with { Limits = [.. mandate.Limits, new GivenTrade(symbol, weight)] } : mandate);
    }

    private static bool IsKnown(string symbol, Universe universe, List<string> problems)
    {
        if (universe.TryIndexOf(symbol, out _)) return true;
        problems.Add($"'{symbol}' is not in the universe.");
        return false;
    }

    /// <summary>Position of a limit in a mandate's list, by name.</summary>
    internal static int PositionOf(string name, Mandate mandate)
    {
        List<string> problems = [];
        return Find(mandate, name, problems) ?? throw new MandateException([.. problems]);
    }

    private static int? Find(Mandate mandate, string name, List<string> problems)
    {
        int[] found = [.. Enumerable.Range(0, mandate.Limits.Count).Where(i => mandate.Limits[i].Name == name)];
        // "Turnover" is enough for "Turnover <= 10 %"
        if (found.Length == 0) found = [.. Enumerable.Range(0, mandate.Limits.Count).Where(i => IsStart(name, mandate.Limits[i].Name))];
        return IsOne(found.Length, "limit", name, mandate.Limits.Select(limit => limit.Name), problems) ? found[0] : null;
    }

    private static bool IsStart(string start, string name) => name.Length > start.Length && name.StartsWith(start, StringComparison.Ordinal) && name[start.Length] is (' ' or '[');

    private static bool IsOne(int found, string what, string name, IEnumerable<string> known, List<string> problems)
    {
        if (found == 0) problems.Add($"The mandate has no {what} called '{name}'; it has {string.Join(", ", known.Select(k => $"'{k}'"))}.");
        if (found > 1) problems.Add(FormattableString.Invariant($"{found} {what}s of the mandate are called '{name}'; give them names of their own to speak of one."));
        return found == 1;
    }

    private static Objective ObjectiveOf(ObjectivePart[] parts) => parts.Select(part => part.Weight * Objective.Of(part.Term)).Aggregate((sum, part) => sum + part);

    private static Limit Retargeted(Limit limit, AssetValues target) => limit switch
    {
        TermAtMost { Term: ITargeted targeted } atMost => targeted.WithTarget(target).AtMost(atMost.Bound),
        SoftLimit soft when Retargeted(soft.Limit, target) is var inner && inner != soft.Limit => inner.Soften(soft.Price),
        PrioritisedLimit prioritised when Retargeted(prioritised.Limit, target) is var inner && inner != prioritised.Limit => inner.WithPriority(prioritised.Priority, prioritised.GiveWayCost),
        _ => limit,
    };
}
