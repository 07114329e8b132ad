namespace Rebalancing.Lowering;

/// <summary>
/// Reading "bounds": what the hard limits say about each holding by itself, and nothing else. Rounding to lots stays between them.
/// </summary>
internal sealed partial class HoldingBounds : ProgramWriter
{
    private readonly Mandate _mandate;

    /// <summary>By block: what is added to its coordinates to make holdings (empty for nothing), or null for a block that is not the holdings moved.</summary>
    private readonly List<double[]?> _origins = [];
    private double[] _lower = [], _upper = [], _before = [];
    private int _softDepth;

    public HoldingBounds(Mandate mandate) => _mandate = mandate;

    /// <summary>Least weight of each holding; negative infinity where nothing is said.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Largest weight of each holding; positive infinity where nothing is said.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>Reads the limits for one account; after the first of a universe without allocation.</summary>
    public void Read(in AccountView account)
    {
        if (_lower.Length != account.Weights.Length) (_lower, _upper, _before) = (new double[account.Weights.Length], new double[account.Weights.Length], new double[account.Weights.Length]);
        Array.Fill(_lower, double.NegativeInfinity);
        Array.Fill(_upper, double.PositiveInfinity);
        account.Weights.CopyTo(_before);
        _origins.Clear();
        _origins.Add([]);
        _origins.Add(_before);
        _origins.Add(null);
        for (int i = 0; i < _mandate.Limits.Count; i++)
        {
            BeginOwner(i, 0, paidFromCash: false);
            _mandate.Limits[i].Lower(this, account);
        }
    }

    public override Block Holdings => new(0, _lower.Length);

    public override Block Trades => new(1, _lower.Length);

    public override Block Cash => new(2, 1);

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (_softDepth > 0 || _origins[on.Id] is not { } origin) return;
        Tighten(_lower, lower, origin, above: true);
        Tighten(_upper, upper, origin, above: false);
    }

    private static void Tighten(Span<double> bounds, ReadOnlySpan<double> said, ReadOnlySpan<double> origin, bool above)
    {
        for (int i = 0; i < bounds.Length; i++)
        {
            double bound = origin.IsEmpty ? said[i] : origin[i] + said[i];
            if (above ? bound > bounds[i] : bound < bounds[i]) bounds[i] = bound;
        }
    }

    public override Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        if (_origins[of.Id] is not { } before) return New(of.Length);
        double[] moved = [.. origin];
        for (int i = 0; i < before.Length; i++) moved[i] += before[i];
        _origins.Add(moved);
        return new Block(_origins.Count - 1, of.Length);
    }

    internal override void BeginSoft(double price) => _softDepth++;

    internal override void EndSoft() => _softDepth--;

    private Block New(int length)
    {
        _origins.Add(null);
        return new Block(_origins.Count - 1, length);
    }

    public override void CashBand(double lower, double upper) { }

    public override Block Variables(int count, string label) => New(count);

    public override Block Variables(int count, string label, Block basis, VariableRule rule) => New(count);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) => New(coordinate.Length);

    public override Block Image(LinearMap map, Block of) => New(map.Rows);

    public override Block Image(params ReadOnlySpan<ImagePart> parts) => New(parts[0].Map.Rows);

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients) => New(1);

    public override Block SumOf(Block of) => New(1);

    public override Block Shifted(Block of, Block scalar) => New(of.Length);

    public override void Linear(Block on, ReadOnlySpan<double> slope) { }

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature) { }

    public override void Kinked(Block on, Kink kink) { }

    public override void Pieces(Block on, ConvexPieces pieces) { }

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent) { }

    public override void Log(Block on, ReadOnlySpan<double> weight) { }

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale) { }

    public override void BeginNorm() { }

    public override void EndNorm() { }

    internal override void EndOwner() { }

    internal override void BeginAtMost(double bound) { }

    internal override void EndAtMost() { }

    internal override void BeginNormAtMost(double radius) { }

    internal override void EndNormAtMost() { }

    internal override void Settle(int owner) { }
}
