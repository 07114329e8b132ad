using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Checks a mandate against a universe and collects every problem before anything is solved.</summary>
public static class MandateValidator
{
    /// <summary>All problems of a mandate, one sentence each; empty when there are none.</summary>
    public static IReadOnlyList<string> FindProblems(Mandate mandate, Universe universe) => Check(mandate, universe).Problems;

    /// <summary>Throws one <see cref="MandateException"/> that lists all problems.</summary>
    public static void ThrowIfInvalid(Mandate mandate, Universe universe) => Check(mandate, universe).ThrowIfAny();

    /// <summary>Throws when the account contradicts the mandate before anything is traded.</summary>
    public static void ThrowIfInvalid(Mandate mandate, Account account)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        ArgumentNullException.ThrowIfNull(account);
        var check = new MandateCheck(account.Universe);
        AccountView view = account.View;
        for (int owner = 0; owner < mandate.Owners; owner++)
        {
            Component component = mandate.Owner(owner);
            check.About(component, account);
            component.ValidateAccount(check, view);
        }
        check.ThrowIfAny();
    }

    private static MandateCheck Check(Mandate mandate, Universe universe)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        ArgumentNullException.ThrowIfNull(universe);
        var check = new MandateCheck(universe);
        if (!(mandate.HorizonYears > 0 && double.IsFinite(mandate.HorizonYears)))
            check.Report(FormattableString.Invariant($"HorizonYears is {mandate.HorizonYears}; it must be finite and > 0."));
        double leastInvested = double.NegativeInfinity;
        string investedBy = "";
        for (int owner = 0; owner < mandate.Owners; owner++)
        {
            Component component = mandate.Owner(owner);
            if (component is null) { check.Report($"Limit {owner - mandate.Objective.Parts.Count} is null; expected a limit."); continue; }
            check.About(component);
            component.Validate(check);
            if (component is FullyInvested invested) { leastInvested = 1 - (invested.Band ?? 0.01); investedBy = component.Name; }
        }
        check.About("Taxes");
        HashSet<string> rules = new(StringComparer.Ordinal);
        foreach (ITaxed part in TaxedParts.Of(mandate)) rules.Add(FormattableString.Invariant($"{part.Rules.Name} with {part.Rules.Pieces.Count} pieces"));
        if (rules.Count > 1) check.Report($"the mandate speaks of {string.Join(" and of ", rules)}; one set of tax rules serves a mandate.");
        if (mandate.Target is { } target)
        {
            check.About("Target");
            check.Expect("target weights", target);
            double sum = 0;
            foreach (double weight in target) sum += weight;
            if (investedBy.Length > 0 && Math.Abs(sum - 1) > 0.01)
                check.Report(FormattableString.Invariant($"weights add up to {100 * sum:0.####} % of account value, but {investedBy} wants 100 %; give the rest, or drop the limit."));
        }
        check.FindContradictions(leastInvested, investedBy);
        return check;
    }
}
