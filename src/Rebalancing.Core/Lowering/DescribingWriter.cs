using System.Globalization;
using System.Text;

namespace Rebalancing.Lowering;

/// <summary>Reading "describe": the mandate in words, each cost and each limit on a line with the blocks and bounds it speaks of.</summary>
internal sealed class DescribingWriter : ProgramWriter
{
    private readonly List<string> _names = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private readonly List<string> _words = [];
    private readonly StringBuilder _text = new();
    private Block _holdings, _trades, _cash;
    private string _suffix = "";

    public string Describe(Mandate mandate, Account account)
    {
        int n = account.Universe.Count;
        _holdings = New("holdings", n);
        _trades = New("trades", n);
        _cash = New("cash", 1);
        var script = new MandateScript(mandate);
        _text.Append(CultureInfo.InvariantCulture, $"Minimise, per year (one-off costs count over {mandate.HorizonYears:0.##} years):").AppendLine();
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
        BeginOwner(owner, 1, false);
        component.Lower(this, account);
        _text.Append("  ").Append(name).Append(": ").AppendJoin("; ", _words).AppendLine();
    }

    internal override void EndOwner() { }

    internal override void Settle(int owner) { }

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash => _cash;

    private Block New(string name, int length)
    {
        _names.Add(name);
        return new Block(_names.Count - 1, length);
    }

    private string Name(Block block) => block.Length == 1 ? _names[block.Id] : $"{_names[block.Id]} ({block.Length})";

    private void Say(FormattableString words) => _words.Add(words.ToString(CultureInfo.InvariantCulture) + _suffix);

    public override void CashBand(double lower, double upper) => Say($"cash {Range(lower, upper)}");

    public override Block Variables(int count, string label) => New(label, count);

    public override Block Variables(int count, string label, Block basis, VariableRule rule) => New(label, count);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) => New(label, coordinate.Length);

    public override Block Image(LinearMap map, Block of)
    {
        if (_images.TryGetValue((map, of.Id), out Block known)) return known;
        string what = map switch
        {
            GroupMap => "group sums of ",
            SumMap => "sum of ",
            _ => "exposures of ",
        };
        return _images[(map, of.Id)] = New(what + _names[of.Id], map.Rows);
    }

    public override Block Image(params ReadOnlySpan<ImagePart> parts)
    {
        List<string> of = [];
        foreach (ImagePart part in parts) of.Add(_names[part.Of.Id]);
        return New("exposures of " + string.Join(" and ", of), parts[0].Map.Rows);
    }

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients) => New("weighted sum of " + _names[of.Id], 1);

    public override Block SumOf(Block of) => New("sum of " + _names[of.Id], 1);

    public override Block Offset(Block of, ReadOnlySpan<double> origin) => New(_names[of.Id] + " less target", of.Length);

    public override Block Shifted(Block of, Block scalar) => New($"{_names[of.Id]} less {_names[scalar.Id]}", of.Length);

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int bounded = 0;
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < lower.Length; i++)
        {
            if (double.IsInfinity(lower[i]) && double.IsInfinity(upper[i])) continue;
            bounded++;
            lowest = Math.Min(lowest, lower[i]);
            highest = Math.Max(highest, upper[i]);
        }
        if (bounded == 0) Say($"{Name(on)} free");
        else if (bounded == on.Length) Say($"{Name(on)} {Range(lowest, highest)}");
        else Say($"{Name(on)} {Range(lowest, highest)} for {bounded} of them");
    }

    private static string Range(double lower, double upper) => (double.IsFinite(lower), double.IsFinite(upper)) switch
    {
        (true, true) when lower == upper => FormattableString.Invariant($"= {lower:G6}"),
        (true, true) => FormattableString.Invariant($"in [{lower:G6}, {upper:G6}]"),
        (true, false) => FormattableString.Invariant($">= {lower:G6}"),
        (false, true) => FormattableString.Invariant($"<= {upper:G6}"),
        _ => "free",
    };

    public override void Linear(Block on, ReadOnlySpan<double> slope) => Say($"linear in {Name(on)}");

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature) => Say($"quadratic in {Name(on)}");

    public override void Kinked(Block on, Kink kink) => Say($"one kink for each of {Name(on)}");

    public override void Pieces(Block on, ConvexPieces pieces) => Say($"{pieces.Breaks.Length} convex pieces on {Name(on)}");

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent) => Say($"power {exponent:0.##} of {Name(on)}");

    public override void Log(Block on, ReadOnlySpan<double> weight) => Say($"logarithm of {Name(on)}");

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale) => Say($"covariance form of {Name(on)}");

    public override void BeginNorm() => _suffix = " (under a root)";

    public override void EndNorm() => _suffix = "";

    internal override void BeginAtMost(double bound) => _suffix = FormattableString.Invariant($" (in all at most {bound:G6})");

    internal override void EndAtMost() => _suffix = "";

    internal override void BeginNormAtMost(double radius) => _suffix = FormattableString.Invariant($" (root at most {radius:G6})");

    internal override void EndNormAtMost() => _suffix = "";

    internal override void BeginSoft(double price) => _suffix = FormattableString.Invariant($" (violation priced at {price:G6})");

    internal override void EndSoft() => _suffix = "";
}
