namespace Rebalancing.Lowering;

/// <content>The function words: each adds its value at the point to the running sum.</content>
internal sealed partial class EvaluatingWriter
{
    public override void Linear(Block on, ReadOnlySpan<double> slope)
    {
        Expect(on, slope.Length);
        _sum += Dot(slope, _memory[on]);
    }

    public override void Quadratic(Block on, ReadOnlySpan<double> curvature)
    {
        Expect(on, curvature.Length);
        ReadOnlySpan<double> x = _memory[on];
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += curvature[i] * x[i] * x[i];
        _sum += _inNorm ? sum : 0.5 * sum;
    }

    public override void Kinked(Block on, Kink kink)
    {
        Expect(on, kink.At.Length);
        ReadOnlySpan<double> x = _memory[on];
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double distance = x[i] - kink.At[i];
            sum += distance * (distance < 0 ? kink.SlopeBelow[i] : kink.SlopeAbove[i]);
        }
        _sum += sum;
    }

    public override void Pieces(Block on, ConvexPieces pieces)
    {
        Expect(on, pieces.FirstSlope.Length);
        ReadOnlySpan<double> x = _memory[on];
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += pieces.FirstSlope[i] * x[i];
            for (int q = pieces.Start[i]; q < pieces.Start[i + 1]; q++)
                sum += pieces.SlopeStep[q] * (Math.Max(0, x[i] - pieces.Breaks[q]) - Math.Max(0, -pieces.Breaks[q]));
        }
        _sum += sum;
    }

    public override void Power(Block on, ReadOnlySpan<double> coefficient, double exponent)
    {
        Expect(on, coefficient.Length);
        ReadOnlySpan<double> x = _memory[on];
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += coefficient[i] * Math.Pow(Math.Abs(x[i]), exponent);
        _sum += sum;
    }

    public override void Log(Block on, ReadOnlySpan<double> weight)
    {
        Expect(on, weight.Length);
        ReadOnlySpan<double> x = _memory[on];
        double sum = 0;
        for (int i = 0; i < x.Length; i++) if (weight[i] > 0) sum -= x[i] > 0 ? weight[i] * Math.Log(x[i]) : double.NegativeInfinity;
        _sum += sum;
    }

    public override void Covariance(Block on, CovarianceMatrix matrix, double scale)
    {
        Expect(on, matrix.Order);
        Block product = _memory.Add(on.Length);
        matrix.Apply(_memory[on], _memory[product]);
        _sum += (_inNorm ? 1.0 : 0.5) * scale * Dot(_memory[product], _memory[on]);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Expect(Block on, int numbers)
    {
        if (on.Length != numbers) throw new ArgumentException($"a block has {on.Length} coordinates, but {numbers} numbers were written for it");
    }
}
