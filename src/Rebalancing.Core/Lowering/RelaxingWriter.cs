namespace Rebalancing.Lowering;

/// <summary>
/// Reading "relax": limits with a price become priced violations, so that the program always has an answer and that answer says which of them must give
/// way, and by how much. Limits whose price is not a number stay hard. Violations of limits in a class may instead share a budget: what their class was
/// found to need, before less important ones were looked at.
/// </summary>
internal sealed class RelaxingWriter(MandateScript script, double[] priceOfLimit, int[] classOfLimit, double[] needOfClass) : RecordingWriter(script)
{
    private readonly int _costs = script.Mandate.Objective.Parts.Count;
    private readonly int[] _budgets = new int[needOfClass.Length];
    private bool _relaxed;

    /// <summary>
    /// No trade is larger than this. Where every limit on the holdings is priced nothing else bounds them, and without curvature either, the interior point runs away; an answer that
    /// comes near it is to be solved again without.
    /// </summary>
    public double Reach { get; set; } = 10;

    /// <summary>A priced band on cash is a function of it.</summary>
    private protected override bool NeedsCash => true;

    private protected override void BeginReading()
    {
        for (int c = 0; c < needOfClass.Length; c++) _budgets[c] = AddBudget(needOfClass[c]);
        BoundTrades(Reach);
    }

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, owner < _costs ? 0.0 : weight, paidFromCash);
        double price = owner < _costs ? double.NaN : priceOfLimit[owner - _costs];
        _relaxed = !double.IsNaN(price) && !paidFromCash;
        if (!_relaxed) return;
        int shared = classOfLimit[owner - _costs];
        SoftBudget = shared < 0 ? -1 : _budgets[shared];
        BeginSoft(price);
    }

    /// <summary>Discrete rules stay hard: what must give way is found among the others.</summary>
    private protected override void BeforeChoice() { }

    internal override void EndOwner()
    {
        if (_relaxed) EndSoft();
        _relaxed = false;
        base.EndOwner();
    }
}
