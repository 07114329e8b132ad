using Rebalancing.Accounts;
using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>Blocks made from blocks, with the errors they inherit.</content>
internal sealed partial class CheckingWriter
{
    public override Block Image(LinearMap map, Block of)
    {
        if (_images.TryGetValue((map, of.Id), out Block known)) return known;
        return _images[(map, of.Id)] = Image([new ImagePart(map, of)]);
    }

    public override Block Image(params ReadOnlySpan<ImagePart> parts)
    {
        ImagePart[] kept = parts.ToArray();
        var of = new CheckedBlock[kept.Length];
        int rows = kept[0].Map.Rows;
        Slab values = _memory.Doubles(rows), radii = _memory.Doubles(rows), one = _memory.Doubles(rows), oneRadius = _memory.Doubles(rows);
        for (int p = 0; p < kept.Length; p++)
        {
            (LinearMap map, of[p]) = (kept[p].Map, _blocks[kept[p].Of.Id]);
            map.Apply(of[p].Values, one);
            map.ApplyBound(ErrorsOf(of[p]), oneRadius);
            for (int r = 0; r < rows; r++)
            {
                values.Span[r] += one.Span[r];
                // the radius is computed in doubles too: a millionth more covers that
                radii.Span[r] += (1.000001 * oneRadius.Span[r]) + (2 * CheckedBlock.Rounding * Math.Abs(values.Span[r]));
            }
        }

        return Add(new ImageOf(kept, of, values, radii));
    }

    /// <summary>What a unit coefficient of each coordinate adds to the error of a row: its own, and (n + 2) u |x_j| for the row's rounding.</summary>
    private Span<double> ErrorsOf(CheckedBlock block)
    {
        Span<double> errors = _memory.Doubles(block.Length);
        double units = (block.Length + 2) * CheckedBlock.Rounding;
        for (int j = 0; j < errors.Length; j++) errors[j] = block.Radii[j] + (units * Math.Abs(block.Values[j]));
        return errors;
    }

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients)
    {
        CheckedBlock block = _blocks[of.Id];
        (double value, double radius) = CheckedBlock.Row(coefficients, block);
        return Add(new SumOfBlock(Kept(coefficients), block, Filled(value), Filled(radius)));
    }

    public override Block SumOf(Block of)
    {
        Span<double> ones = _memory.Doubles(of.Length);
        ones.Fill(1);
        return WeightedSum(of, ones);
    }

    public override Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        CheckedBlock block = _blocks[of.Id];
        Slab values = Kept(block.Values), radii = Kept(block.Radii);
        for (int i = 0; i < values.Length; i++)
        {
            values.Span[i] -= origin[i];
            // the origin may be the holding before trading, which is a rounded number itself
            radii.Span[i] += 2 * CheckedBlock.Rounding * (Math.Abs(origin[i]) + Math.Abs(values.Span[i]));
        }

        return Add(new Moved(this, of, Kept(origin), values, radii));
    }

    public override Block Shifted(Block of, Block scalar)
    {
        (CheckedBlock block, CheckedBlock by) = (_blocks[of.Id], _blocks[scalar.Id]);
        Slab values = Kept(block.Values), radii = Kept(block.Radii);
        for (int i = 0; i < values.Length; i++)
        {
            values.Span[i] -= by.Values[0];
            radii.Span[i] += by.Radii[0] + (CheckedBlock.Rounding * Math.Abs(values.Span[i]));
        }

        return Add(new Below(block, by, values, radii));
    }

    /// <summary>Any values of a rule's variables show that the limit holds: they are taken as the numbers they are.</summary>
    public override Block Variables(int count, string label, Block basis, VariableRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        CheckedBlock block = _blocks[basis.Id];
        if (rule is CopyRule && block.Length == count) return Add(new CopyOf(block, Kept(block.Values), Kept(block.Radii)));
        Slab values = _memory.Doubles(count);
        rule.Minimise(block.Values, values);
        return Add(new Given(_accountValue, values, _memory.Doubles(count)));
    }

    public override Block Variables(int count, string label) => Unknown(count);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) => Unknown(coordinate.Length);

    private protected override Block NewLotFlows(in AccountView account)
    {
        if (_taxes is not { } taxes) return base.NewLotFlows(account);
        LotTable lots = account.LotTable;
        Span<double> flows = Scratch(lots.Coordinate.Length), trades = _blocks[_trades.Id].Values;
        flows.Clear();
        for (int f = 0; f < flows.Length; f++) if (lots.Sign[f] > 0) flows[f] = trades[lots.Coordinate[f]];
        for (int l = 0, purchase = 0; l < lots.Count; l++)
        {
            int flow = lots.FlowOfLot[l];
            if (lots.Sign[flow - 1] > 0) purchase = flow - 1;
            flows[flow] = taxes.Weights[l];
            flows[purchase] += taxes.Weights[l];
        }

        return Add(Rounded(flows));
    }

    internal override int PieceOf(TaxRules rules, Block flows, in AccountView account, ReadOnlySpan<double> shortGain, ReadOnlySpan<double> longGain)
    {
        (double s, double l) = TaxWords.Before(rules, account);
        ReadOnlySpan<double> sold = _blocks[flows.Id].Values;
        for (int f = 0; f < sold.Length; f++) (s, l) = (s + (shortGain[f] * sold[f]), l + (longGain[f] * sold[f]));
        return TaxWords.LeastPiece(rules, account, s, l);
    }

    private Block Unknown(int count)
    {
        _needsSolve = true;
        return Add(new CheckedBlock(_memory.Doubles(count), _memory.Doubles(count)));
    }

    /// <summary>Numbers known to some units of rounding.</summary>
    private CheckedBlock Rounded(ReadOnlySpan<double> numbers)
    {
        Slab radii = _memory.Doubles(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) radii.Span[i] = 8 * CheckedBlock.Rounding * Math.Abs(numbers[i]);
        return new CheckedBlock(Kept(numbers), radii);
    }

    /// <summary>A number about a coordinate as money: the holding before trading, where it is that number to the bit, or the number times account value.</summary>
    private ExactNumber Money(Block on, int i, double number)
    {
        if (number != 0 && (on.Id == _holdings.Id || on.Id == _trades.Id) && Math.Abs(number) == Math.Abs(Account.Weights[i]))
            return Math.Sign(number) == Math.Sign(Account.Weights[i]) ? Orders.MoneyBefore(i) : -Orders.MoneyBefore(i);
        return ExactNumber.Of(number) * _accountValue;
    }
}
