namespace Rebalancing.Mandates;

/// <summary>Finds the costs and limits of a mandate that speak of tax lots, inside budgets, soft limits and priorities too.</summary>
internal static class TaxedParts
{
    public static IEnumerable<ITaxed> Of(Mandate mandate)
    {
        for (int owner = 0; owner < mandate.Owners; owner++)
            foreach (ITaxed part in Of(mandate.Owner(owner))) yield return part;
    }

    public static IEnumerable<ITaxed> Of(Component component)
    {
        while (component is SoftLimit or PrioritisedLimit) component = component is SoftLimit soft ? soft.Limit : ((PrioritisedLimit)component).Limit;
        if (component is ITaxed taxed) yield return taxed;
        if (component is not Limit limit) yield break;
        foreach (Term term in limit.LimitedTerms)
            if (term is ITaxed part && !ReferenceEquals(part, component)) yield return part;
    }
}
