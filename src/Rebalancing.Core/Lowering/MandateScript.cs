namespace Rebalancing.Lowering;

/// <summary>
/// The order in which a mandate is read: limits, settlement, costs, and last the costs that only a limit mentions but that are paid all the same.
/// Owners are numbered costs first, then limits; the settlement comes after them.
/// </summary>
internal sealed class MandateScript
{
    private readonly Term[] _paidTerms;
    private readonly int[] _paidOwners;
    private readonly bool[] _charged;

    public MandateScript(Mandate mandate)
    {
        Mandate = mandate;
        SettlementOwner = mandate.Owners;
        CostsAreSettled = mandate.CostSettlement == CostSettlement.FromCash;
        List<Term> paid = [.. mandate.Objective.Parts.Select(part => part.Term).Where(term => term.IsPaidFromCash)];
        int inObjective = paid.Count;
        List<int> owners = [];
        for (int i = 0; i < mandate.Limits.Count; i++)
            foreach (Term term in mandate.Limits[i].LimitedTerms)
                if (term.IsPaidFromCash && !paid.Contains(term)) { paid.Add(term); owners.Add(mandate.Objective.Parts.Count + i); }
        _paidTerms = CostsAreSettled ? [.. paid.Skip(inObjective)] : [];
        _paidOwners = [.. owners];
        HasPaidCosts = CostsAreSettled && paid.Count > 0;
        CashIsGoverned = mandate.Limits.Any(limit => limit.GovernsCash);
        _charged = ChargeEachTermOnce(mandate);
    }

    public Mandate Mandate { get; }

    /// <summary>Owner of the row that ties holdings, cash and costs together.</summary>
    public int SettlementOwner { get; }

    /// <summary>Whether costs leave the cash line.</summary>
    public bool CostsAreSettled { get; }

    /// <summary>Whether any cost leaves the cash line.</summary>
    public bool HasPaidCosts { get; }

    /// <summary>Whether a limit speaks about cash; otherwise it must not be negative.</summary>
    public bool CashIsGoverned { get; }

    /// <summary>Whether the cost at this position of the objective leaves the cash line.</summary>
    public bool IsCharged(int part) => _charged[part];

    /// <summary>Weight of a cost in the objective per year.</summary>
    public double WeightOf(int part)
    {
        ObjectivePart written = Mandate.Objective.Parts[part];
        return written.Term.IsOneOff ? written.Weight / Mandate.HorizonYears : written.Weight;
    }

    /// <summary>Costs that leave the cash line although only limits mention them.</summary>
    public ReadOnlySpan<Term> PaidOnlyInLimits => _paidTerms;

    public void Read(ProgramWriter writer, in AccountView account)
    {
        int costs = Mandate.Objective.Parts.Count;
        for (int i = 0; i < Mandate.Limits.Count; i++)
        {
            writer.BeginOwner(costs + i, 0, paidFromCash: false);
            Mandate.Limits[i].Lower(writer, account);
            writer.EndOwner();
        }
        writer.Settle(SettlementOwner);
        for (int i = 0; i < costs; i++)
        {
            writer.BeginOwner(i, WeightOf(i), IsCharged(i));
            Mandate.Objective.Parts[i].Term.Lower(writer, account);
            writer.EndOwner();
        }
        ReadPaidOnlyInLimits(writer, account);
    }

    /// <summary>Only what the cash line is made of: limits on cash, and costs that leave it. No risk is computed.</summary>
    public void ReadSettlement(ProgramWriter writer, in AccountView account)
    {
        int costs = Mandate.Objective.Parts.Count;
        for (int i = 0; i < Mandate.Limits.Count; i++)
        {
            if (!Mandate.Limits[i].GovernsCash) continue;
            writer.BeginOwner(costs + i, 0, paidFromCash: false);
            Mandate.Limits[i].Lower(writer, account);
            writer.EndOwner();
        }
        for (int i = 0; i < costs; i++)
        {
            if (!IsCharged(i)) continue;
            writer.BeginOwner(i, WeightOf(i), paidFromCash: true);
            Mandate.Objective.Parts[i].Term.Lower(writer, account);
            writer.EndOwner();
        }
        ReadPaidOnlyInLimits(writer, account);
    }

    private void ReadPaidOnlyInLimits(ProgramWriter writer, in AccountView account)
    {
        for (int i = 0; i < _paidTerms.Length; i++)
        {
            writer.BeginOwner(_paidOwners[i], 0, paidFromCash: true);
            _paidTerms[i].Lower(writer, account);
            writer.EndOwner();
        }
    }

    /// <summary>The same cost written twice counts twice in the objective but is paid once.</summary>
    private bool[] ChargeEachTermOnce(Mandate mandate)
    {
        var seen = new HashSet<Term>(ReferenceEqualityComparer.Instance);
        return [.. mandate.Objective.Parts.Select(part => CostsAreSettled && part.Term.IsPaidFromCash && seen.Add(part.Term))];
    }
}
