namespace Rebalancing.Lowering;

/// <summary>
/// Reading "relax": every limit becomes a priced violation and the costs do not count, so that the program always has an answer and that answer says
/// which limits must give way, and by how much. Limits whose price is not a number stay hard.
/// </summary>
internal sealed class RelaxingWriter(MandateScript script, double[] priceOfLimit) : RecordingWriter(script)
{
    private readonly int _costs = script.Mandate.Objective.Parts.Count;
    private bool _relaxed;

    /// <summary>A priced band on cash is a function of it.</summary>
    private protected override bool NeedsCash => true;

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, owner < _costs ? 0.0 : weight, paidFromCash);
        double price = owner < _costs ? double.NaN : priceOfLimit[owner - _costs];
        _relaxed = !double.IsNaN(price) && !paidFromCash;
        if (_relaxed) BeginSoft(price);
    }

    internal override void EndOwner()
    {
        if (_relaxed) EndSoft();
        base.EndOwner();
    }
}
