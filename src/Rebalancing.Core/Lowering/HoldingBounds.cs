namespace Rebalancing.Lowering;

/// <summary>
/// Reading "bounds": what the hard limits say about each holding by itself, and nothing else. Rounding to lots stays between them.
/// </summary>
internal sealed class HoldingBounds : ProgramWriter
{
    private readonly double[] _lower, _upper;
    private readonly List<double[]?> _origins = [];
    private readonly int _assets;
    private int _softDepth;

    private HoldingBounds(int assets)
    {
        _assets = assets;
        _lower = new double[assets];
        _upper = new double[assets];
        Array.Fill(_lower, double.NegativeInfinity);
        Array.Fill(_upper, double.PositiveInfinity);
    }

    /// <summary>Least weight of each holding; negative infinity where nothing is said.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Largest weight of each holding; positive infinity where nothing is said.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    public static HoldingBounds Of(Mandate mandate, in AccountView account)
    {
        var bounds = new HoldingBounds(account.Weights.Length);
        bounds._origins.AddRange([new double[account.Weights.Length], account.Weights.ToArray(), null]);
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            bounds.BeginOwner(i, 0, paidFromCash: false);
            mandate.Limits[i].Lower(bounds, account);
        }
        return bounds;
    }

    public override Block Holdings => new(0, _assets);

    public override Block Trades => new(1, _assets);

    public override Block Cash => new(2, 1);

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (_softDepth > 0 || _origins[on.Id] is not { } origin) return;
        for (int i = 0; i < origin.Length; i++)
        {
            _lower[i] = Math.Max(_lower[i], origin[i] + lower[i]);
            _upper[i] = Math.Min(_upper[i], origin[i] + upper[i]);
        }
    }

    public override Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        if (_origins[of.Id] is not { } before) return New(of.Length);
        double[] moved = [.. before];
        for (int i = 0; i < moved.Length; i++) moved[i] += origin[i];
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
