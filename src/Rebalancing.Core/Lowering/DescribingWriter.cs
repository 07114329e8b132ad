using System.Globalization;
using System.Text;
using Rebalancing.Mandates;

namespace Rebalancing.Lowering;

/// <summary>Reading "describe": the mandate in words, each cost and each limit on a line with the blocks and bounds it speaks of.</summary>
internal sealed partial class DescribingWriter : ProgramWriter
{
    private readonly List<(string Name, bool IsFraction)> _blocks = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private readonly List<string> _words = [];
    private readonly StringBuilder _text = new();
    private Block _holdings, _trades, _cash;
    private string _suffix = "";
    private bool _inAtMost;
    private Measure _measure;

    public string Describe(Mandate mandate, Account account)
    {
        int n = account.Universe.Count;
        ForgetLotFlows();
        _holdings = New("holdings", n, isFraction: true);
        _trades = New("trades", n, isFraction: true);
        _cash = New("cash", 1, isFraction: true);
        var script = new MandateScript(mandate);
        _text.Append(CultureInfo.InvariantCulture, $"Minimise, per year (one-off costs count over {mandate.HorizonYears:0.##} {(mandate.HorizonYears == 1 ? "year" : "years")}):").AppendLine();
        for (int i = 0; i < mandate.Objective.Parts.Count; i++) Write(i, mandate.Objective.Parts[i].Term, account.View, FormattableString.Invariant($"{mandate.Objective.Parts[i].Weight:G6} x {mandate.Objective.Parts[i].Term.Name}"));
        _text.AppendLine("Subject to:");
        for (int i = 0; i < mandate.Limits.Count; i++) Write(mandate.Objective.Parts.Count + i, mandate.Limits[i], account.View, mandate.Limits[i].Name);
        _text.AppendLine(script.HasPaidCosts ? "  Settlement: holdings + cash + costs paid = account value" : "  Settlement: holdings + cash = account value");
        if (!script.CashIsGoverned) _text.AppendLine("  Cash: cash >= 0");
        return _text.ToString();
    }

    private void Write(int owner, Component component, in AccountView account, string name)
    {
        _words.Clear();
        _measure = component.Measure;
        BeginOwner(owner, 1, false);
        component.Lower(this, account);
        _text.Append("  ").Append(name);
        if (_words is not [var only] || !string.Equals(only, name, StringComparison.OrdinalIgnoreCase)) _text.Append(": ").AppendJoin("; ", _words);
        _text.AppendLine();
    }

    internal override void EndOwner() { }

    internal override void Settle(int owner) { }

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash => _cash;

    private Block New(string name, int length, bool isFraction = false)
    {
        _blocks.Add((name, isFraction));
        return new Block(_blocks.Count - 1, length);
    }

    private string NameOf(Block block) => _blocks[block.Id].Name;

    private bool IsFraction(Block block) => _blocks[block.Id].IsFraction;

    /// <summary>"the sum of trades", "each of 6 trades".</summary>
    private string Each(Block block) => block.Length == 1 ? NameOf(block) : FormattableString.Invariant($"each of {block.Length} {NameOf(block)}");

    /// <summary>"the sum of trades", "holdings (6)".</summary>
    private string All(Block block) => block.Length == 1 ? NameOf(block) : FormattableString.Invariant($"{NameOf(block)} ({block.Length})");

    private string Range(Block on, double lower, double upper) => MeasureText.Range(lower, upper, IsFraction(on) ? Measure.Fraction : Measure.Number);

    private void Say(FormattableString words) => _words.Add(words.ToString(CultureInfo.InvariantCulture) + _suffix);

    public override void CashBand(double lower, double upper) => Say($"cash {MeasureText.Range(lower, upper, Measure.Fraction)}");

    public override Block Variables(int count, string label) => New(label, count);

    public override Block Variables(int count, string label, Block basis, VariableRule rule) => New(label, count);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) => New(label, coordinate.Length, IsFraction(into));

    public override Block Image(LinearMap map, Block of)
    {
        if (_images.TryGetValue((map, of.Id), out Block known)) return known;
        (string what, bool isFraction) = map switch
        {
            GroupMap => ($"sums of {NameOf(of)} by group", IsFraction(of)),
            SumMap sum => IsPlain(sum) ? ($"the sum of {NameOf(of)}", IsFraction(of)) : ($"the weighted sum of {NameOf(of)}", false),
            _ => ($"images of {NameOf(of)}", false),
        };
        return _images[(map, of.Id)] = New(what, map.Rows, isFraction);
    }

    private static bool IsPlain(SumMap sum)
    {
        var row = new double[sum.Columns];
        sum.CopyRow(0, row);
        return Array.TrueForAll(row, coefficient => coefficient == 1.0);
    }

    public override Block Image(params ReadOnlySpan<ImagePart> parts)
    {
        List<string> of = [];
        foreach (ImagePart part in parts) of.Add(NameOf(part.Of));
        return New("images of " + string.Join(" and ", of), parts[0].Map.Rows);
    }

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients) => New("the weighted sum of " + NameOf(of), 1);

    public override Block SumOf(Block of) => New("the sum of " + NameOf(of), 1, IsFraction(of));

    public override Block Offset(Block of, ReadOnlySpan<double> origin) => New(NameOf(of) + " less target", of.Length, IsFraction(of));

    public override Block Shifted(Block of, Block scalar) => New($"{NameOf(of)} less {NameOf(scalar)}", of.Length, IsFraction(of));

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        // inside "this cost is at most" a bound only shapes how the cost is written
        if (_inAtMost) return;
        int bounded = 0;
        bool same = true;
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < lower.Length; i++)
        {
            if (double.IsInfinity(lower[i]) && double.IsInfinity(upper[i])) continue;
            same &= bounded++ == 0 || (lower[i] == lowest && upper[i] == highest);
            lowest = Math.Min(lowest, lower[i]);
            highest = Math.Max(highest, upper[i]);
        }
        string what = bounded == on.Length ? All(on) : FormattableString.Invariant($"{bounded} of {on.Length} {NameOf(on)}");
        if (bounded == 0) Say($"{All(on)} free");
        else if (same) Say($"{what} {Range(on, lowest, highest)}");
        else Say($"{what} within bounds of their own, all {Range(on, lowest, highest)}");
    }

    public override void Linear(Block on, ReadOnlySpan<double> slope) => Say($"linear in {All(on)}");

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature) => Say($"quadratic in {Each(on)}");

    public override void Kinked(Block on, Kink kink) => Say($"one kink in {Each(on)}");

    public override void Pieces(Block on, ConvexPieces pieces) => Say($"convex pieces in {Each(on)} ({pieces.Breaks.Length} breaks)");

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent) => Say($"power {exponent:0.##} of {Each(on)}");

    public override void Log(Block on, ReadOnlySpan<double> weight) => Say($"logarithm of {Each(on)}");

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale) => Say($"covariance of {All(on)}");

    public override void BeginNorm() => _suffix = " (under a root)";

    public override void EndNorm() => _suffix = "";

    internal override void BeginAtMost(double bound) => (_inAtMost, _suffix) = (true, FormattableString.Invariant($" (in all at most {MeasureText.Of(bound, _measure)})"));

    internal override void EndAtMost() => (_inAtMost, _suffix) = (false, "");

    internal override void BeginNormAtMost(double radius) => (_inAtMost, _suffix) = (true, FormattableString.Invariant($" (root at most {MeasureText.Of(radius, _measure)})"));

    internal override void EndNormAtMost() => (_inAtMost, _suffix) = (false, "");

    internal override void BeginSoft(double price) => _suffix = FormattableString.Invariant($" (violation priced at {price:G6} a unit)");

    internal override void EndSoft() => _suffix = "";
}
