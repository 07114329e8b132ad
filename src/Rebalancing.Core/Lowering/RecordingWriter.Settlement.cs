using Rebalancing.Solvers;

namespace Rebalancing.Lowering;

/// <content>Holdings, cash and costs tied together.</content>
internal partial class RecordingWriter
{
    /// <summary>
    /// holdings + cash + paid costs &lt;= 1 as a budget; holdings + cash &gt;= 1 - allowance as a row, so that nothing is wasted. Without paid costs the row is an equality.
    /// Cash that no cost or limit speaks about is not a variable: it is bounded through the row.
    /// </summary>
    internal override void Settle(int owner)
    {
        _builder.Owner = owner;
        _builder.Weight = 0;
        SettlementRow = _hasCash
            ? _builder.Image([new ImagePart(Sum(_holdings.Length), _holdings), new ImagePart(Sum(1), _cash)])
            : _builder.Image(Sum(_holdings.Length), _holdings);
        double paid = _script.HasPaidCosts || CostsAreFixed ? CostAllowance : 0.0;
        double least = (_hasCash ? 1.0 : 1.0 - _cashUpper) - paid;
        double most = _hasCash ? 1.0 : 1.0 - _cashLower;

        // Two words, so that each end has its owner and contradicting bands are infeasible rather than wrong.
        BoundBelow(SettlementRow, least, _hasCash ? owner : _cashUpperOwner);
        BoundAbove(SettlementRow, CostsAreFixed ? most - paid : most, _hasCash ? owner : _cashLowerOwner);
        if (_hasCash) BoundCash();
        if (!_script.HasPaidCosts || double.IsInfinity(most)) return;
        _builder.Owner = owner;
        _settlement = _builder.AddBudget(CostsAreFixed ? most + 1 : most);
        _builder.ChargeTo(_settlement, 1.0);
        _builder.Linear(SettlementRow, _one);
        _builder.ChargeTo(-1, 0);
    }

    private protected void BoundCash()
    {
        BoundBelow(_cash, _cashLower, _cashLowerOwner);
        BoundAbove(_cash, _cashUpper, _cashUpperOwner);
    }

    private void BoundBelow(Block on, double lower, int owner)
    {
        _builder.Owner = owner;
        _low[0] = lower;
        _builder.Bounds(on, _low, _infinity);
    }

    private void BoundAbove(Block on, double upper, int owner)
    {
        _builder.Owner = owner;
        _high[0] = upper;
        _builder.Bounds(on, _minusInfinity, _high);
    }

    public override void CashBand(double lower, double upper)
    {
        if (_softDepth > 0)
        {
            _low[0] = lower;
            _high[0] = upper;
            Bounds(Cash, _low, _high);
            return;
        }
        double widened = Widened(_words++, -1);
        (lower, upper) = (lower - widened, upper + widened);
        if (lower > _cashLower) (_cashLower, _cashLowerOwner) = (lower, _builder.Owner);
        if (upper < _cashUpper) (_cashUpper, _cashUpperOwner) = (upper, _builder.Owner);
    }
}
