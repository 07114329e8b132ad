namespace Rebalancing.Lowering;

/// <content>The limit words: each says how far it is from being kept.</content>
internal sealed partial class EvaluatingWriter
{
    internal override void BeginAtMost(double bound)
    {
        _outer = _sum;
        _sum = 0;
        _bound = bound;
        _inAtMost = true;
        _atMostWord = _words++;
    }

    internal override void EndAtMost()
    {
        _inAtMost = false;
        Note(new LimitReading(_owner, _atMostWord, LimitSubject.Whole, -1, _sum, double.NegativeInfinity, _bound));
        _sum = _outer;
    }

    internal override void BeginNormAtMost(double radius)
    {
        BeginAtMost(radius);
        _inNorm = true;
    }

    internal override void EndNormAtMost()
    {
        _inNorm = false;
        _sum = Math.Sqrt(_sum);
        EndAtMost();
    }

    internal override void BeginSoft(double price)
    {
        if (_softDepth++ == 0) _softPrice = price;
    }

    internal override void EndSoft() => _softDepth--;

    /// <summary>Keeps the worst violation of an owner; a soft limit pays for every one.</summary>
    private void Note(in LimitReading reading)
    {
        double excess = reading.Excess;
        Readings?.Add(reading);
        ref OwnerValue owner = ref _owners[_owner];
        if (_softDepth > 0 && excess > 0) owner = owner with { SoftCost = owner.SoftCost + (_softPrice * excess) };
        if (!owner.HasLimit || excess > owner.Excess) owner = owner with { HasLimit = true, Value = reading.Value, Excess = excess, Coordinate = reading.Coordinate, Subject = reading.Subject };
    }

    public override void CashBand(double lower, double upper)
    {
        double cash = _memory[_cash][0];
        if (_softDepth > 0) _usesCash = true;
        else (CashLower, CashUpper) = (Math.Max(CashLower, lower), Math.Min(CashUpper, upper));
        Note(new LimitReading(_owner, _words++, LimitSubject.Whole, -1, cash, lower, upper));
    }

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        ReadOnlySpan<double> x = _memory[on];
        Expect(on, lower.Length);
        Expect(on, upper.Length);

        // The words of a cost bound its private variables only, and their rule keeps to that: nothing a report should speak of.
        if (_inTerm || _inAtMost) return;
        LimitSubject subject = on.Id == _holdings.Id || on.Id == _trades.Id || on.Id == _lastOffset.Id ? LimitSubject.Asset : on.Id == _cash.Id ? LimitSubject.Whole : LimitSubject.Row;
        int word = _words++;
        for (int i = 0; i < x.Length; i++) Note(new LimitReading(_owner, word, subject, i, x[i], lower[i], upper[i]));
    }
}
