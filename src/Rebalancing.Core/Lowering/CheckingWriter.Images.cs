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
        int rows = kept[0].Map.Rows;
        double[] values = new double[rows], radii = new double[rows];
        foreach (ImagePart part in kept)
        {
            var row = new double[part.Map.Columns];
            for (int r = 0; r < rows; r++)
            {
                part.Map.CopyRow(r, row);
                (double value, double radius) = CheckedBlock.Row(row, _blocks[part.Of.Id]);
                values[r] += value;
                radii[r] += radius + (2 * CheckedBlock.Rounding * Math.Abs(values[r]));
            }
        }

        CheckedBlock[] of = [.. kept.Select(part => _blocks[part.Of.Id])];
        bool isOfTrades = kept is [var only] && (only.Of.Id == _holdings.Id || only.Of.Id == _trades.Id);
        return Add(new CheckedBlock(values, radii, r => ExactRow(kept, of, r)) { Gradient = r => isOfTrades ? Coefficients(kept[0].Map, r) : null });
    }

    private static double[] Coefficients(LinearMap map, int r)
    {
        var row = new double[map.Columns];
        map.CopyRow(r, row);
        return row;
    }

    private static ExactNumber? ExactRow(ImagePart[] parts, CheckedBlock[] of, int r)
    {
        ExactNumber sum = ExactNumber.Zero;
        for (int p = 0; p < parts.Length; p++)
        {
            var row = new double[parts[p].Map.Columns];
            parts[p].Map.CopyRow(r, row);
            if (CheckedBlock.ExactRow(row, of[p]) is not { } part) return null;
            sum += part;
        }

        return sum;
    }

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients)
    {
        CheckedBlock block = _blocks[of.Id];
        double[] kept = coefficients.ToArray();
        (double value, double radius) = CheckedBlock.Row(kept, block);
        bool isOfTrades = of.Id == _holdings.Id || of.Id == _trades.Id;
        return Add(new CheckedBlock([value], [radius], _ => CheckedBlock.ExactRow(kept, block)) { Gradient = _ => isOfTrades ? kept : null });
    }

    public override Block SumOf(Block of)
    {
        Span<double> ones = Scratch(of.Length);
        ones.Fill(1);
        return WeightedSum(of, ones);
    }

    public override Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        CheckedBlock block = _blocks[of.Id];
        double[] from = origin.ToArray(), values = [.. block.Values], radii = [.. block.Radii];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= from[i];
            // the origin may be the holding before trading, which is a rounded number itself
            radii[i] += 2 * CheckedBlock.Rounding * (Math.Abs(from[i]) + Math.Abs(values[i]));
        }

        return Add(new CheckedBlock(values, radii, i => block.Exact(i) is { } x ? x - Money(of, i, from[i]) : null) { Gradient = block.Gradient });
    }

    public override Block Shifted(Block of, Block scalar)
    {
        (CheckedBlock block, CheckedBlock by) = (_blocks[of.Id], _blocks[scalar.Id]);
        double[] values = [.. block.Values], radii = [.. block.Radii];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= by.Values[0];
            radii[i] += by.Radii[0] + (CheckedBlock.Rounding * Math.Abs(values[i]));
        }

        return Add(new CheckedBlock(values, radii, i => block.Exact(i) is { } x && by.Exact(0) is { } a ? x - a : null));
    }

    /// <summary>Any values of a rule's variables show that the limit holds: they are taken as the numbers they are.</summary>
    public override Block Variables(int count, string label, Block basis, VariableRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var values = new double[count];
        rule.Minimise(_blocks[basis.Id].Values, values);
        return Add(CheckedBlock.Given(values, _accountValue));
    }

    public override Block Variables(int count, string label) => Unknown(count);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) => Unknown(coordinate.Length);

    private protected override Block NewLotFlows(in AccountView account)
    {
        if (_taxes is not { } taxes) return base.NewLotFlows(account);
        LotTable lots = account.LotTable;
        var flows = new double[lots.Coordinate.Length];
        double[] trades = _blocks[_trades.Id].Values;
        for (int f = 0; f < flows.Length; f++) if (lots.Sign[f] > 0) flows[f] = trades[lots.Coordinate[f]];
        for (int l = 0, purchase = 0; l < lots.Count; l++)
        {
            int flow = lots.FlowOfLot[l];
            if (lots.Sign[flow - 1] > 0) purchase = flow - 1;
            flows[flow] = taxes.Weights[l];
            flows[purchase] += taxes.Weights[l];
        }

        return Add(CheckedBlock.Rounded(flows));
    }

    internal override int PieceOf(TaxRules rules, Block flows, in AccountView account, ReadOnlySpan<double> shortGain, ReadOnlySpan<double> longGain)
    {
        (double s, double l) = TaxWords.Before(rules, account);
        double[] sold = _blocks[flows.Id].Values;
        for (int f = 0; f < sold.Length; f++) (s, l) = (s + (shortGain[f] * sold[f]), l + (longGain[f] * sold[f]));
        return TaxWords.LeastPiece(rules, account, s, l);
    }

    private Block Unknown(int count)
    {
        _needsSolve = true;
        return Add(CheckedBlock.Rounded(new double[count]));
    }

    /// <summary>A number about a coordinate as money: the holding before trading, where it is that number to the bit, or the number times account value.</summary>
    private ExactNumber Money(Block on, int i, double number)
    {
        if (number != 0 && (on.Id == _holdings.Id || on.Id == _trades.Id) && Math.Abs(number) == Math.Abs(Account.Weights[i]))
            return Math.Sign(number) == Math.Sign(Account.Weights[i]) ? Orders.MoneyBefore(i) : -Orders.MoneyBefore(i);
        return ExactNumber.Of(number) * _accountValue;
    }
}
