using Rebalancing.Solvers;

namespace Rebalancing.Lowering;

/// <content>Words that mean to the builder what they mean to a term.</content>
internal partial class RecordingWriter
{
    public override Block Variables(int count, string label) => _builder.Variables(count, label);

    public override Block Variables(int count, string label, Block basis, VariableRule rule) => _builder.Variables(count, label);

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label) =>
        _builder.Flows(into, coordinate, sign, upper, label);

    public override Block Image(LinearMap map, Block of) => _builder.Image(map, of);

    public override Block Image(params ReadOnlySpan<ImagePart> parts) => _builder.Image(parts);

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients) => _builder.WeightedSum(of, coefficients);

    public override Block SumOf(Block of) => _builder.Image(Sum(of.Length), of);

    public override Block Offset(Block of, ReadOnlySpan<double> origin) => _builder.Offset(of, origin);

    public override Block Shifted(Block of, Block scalar) => _builder.Shifted(of, scalar);

    public override void Linear(Block on, ReadOnlySpan<double> slope) => _builder.Linear(on, slope);

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature) => _builder.Quadratic(on, curvature);

    public override void Kinked(Block on, Kink kink) => _builder.Kinked(on, kink);

    public override void Pieces(Block on, ConvexPieces pieces) => _builder.Pieces(on, pieces);

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent) => _builder.Power(on, coefficient, exponent);

    public override void Log(Block on, ReadOnlySpan<double> weight) => _builder.Log(on, weight);

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale) => _builder.Covariance(on, matrix, scale);

    private SumMap Sum(int length)
    {
        if (_sums.TryGetValue(length, out SumMap? known)) return known;
        var sum = new SumMap(length);
        _sums.Add(length, sum);
        return sum;
    }
}
