namespace Rebalancing.Solvers.Tests.Random;

/// <summary>
/// The least value, over everything within the bounds, of the Lagrangian without the objective, computed from a plain program and the multipliers that a result makes public: above zero
/// for no feasible program. Shares no code with the solvers.
/// </summary>
internal sealed class PlainProof
{
    private readonly PlainProgram _program;
    private readonly SolveResult _result;
    private readonly double[][] _slopes;
    private readonly double[][] _sizes;
    private double _constant;

    /// <param name="program">Without a norm in the objective: a cone's multiplier has a direction too, which is not public.</param>
    /// <param name="result">Multipliers of an answer to the program.</param>
    public PlainProof(PlainProgram program, SolveResult result)
    {
        (_program, _result) = (program, result);
        _slopes = [.. program.Blocks.Select(block => new double[block.Length])];
        _sizes = [.. program.Blocks.Select(block => new double[block.Length])];
        for (int b = 0; b < program.Blocks.Count; b++)
            AddRows(b);
        for (int k = 0; k < program.BudgetLimits.Count; k++)
            _constant -= result.BudgetPrice(k) * program.BudgetLimits[k];
        for (int k = 0; k < program.Norms.Count; k++)
            _constant -= 0.5 * result.NormPrice(k) * program.Norms[k].Radius;
        Terms = Math.Abs(_constant);
        Margin = _constant;
        for (int b = 0; b < program.Blocks.Count; b++)
            if (program.Blocks[b] is not PlainOffset)
                for (int i = 0; i < program.Blocks[b].Length; i++)
                    Margin += Least(b, i);
    }

    /// <summary>The least value.</summary>
    public double Margin { get; private set; }

    /// <summary>Sum of the sizes of its terms.</summary>
    public double Terms { get; private set; }

    /// <summary>The largest slope that nothing holds, as a share of its terms.</summary>
    public double Left { get; private set; }

    private void Add(int block, int i, double slope)
    {
        _slopes[block][i] += slope;
        _sizes[block][i] += Math.Abs(slope);
    }

    /// <summary>p'(M x - y) and p'(into - sum of flows).</summary>
    private void AddRows(int b)
    {
        switch (_program.Blocks[b])
        {
            case PlainImage image:
                AddImage(b, image, _result.Prices(_program.Handle(b)));
                break;
            case PlainShifted shifted:
                ReadOnlySpan<double> prices = _result.Prices(_program.Handle(b));
                AddImage(b, (PlainImage)_program.Blocks[shifted.Of], prices);
                foreach (double price in prices) Add(shifted.Scalar, 0, -price);
                break;
            case PlainFlows flows:
                ReadOnlySpan<double> network = _result.NetworkPrices(_program.Handle(b));
                var into = (PlainOffset)_program.Blocks[flows.Into];
                for (int f = 0; f < flows.Length; f++) Add(b, f, -flows.Sign[f] * network[flows.Coordinate[f]]);
                foreach (int i in flows.Coordinate.Distinct())
                {
                    Add(into.Of, i, network[i]);
                    _constant -= network[i] * into.Origin[i];
                }
                break;
        }
    }

    private void AddImage(int b, PlainImage image, ReadOnlySpan<double> prices)
    {
        for (int r = 0; r < prices.Length; r++)
        {
            Add(b, r, -prices[r]);
            for (int c = 0; c < image.Matrix.GetLength(1); c++) Add(image.Of, c, prices[r] * image.Matrix[r, c]);
        }
    }

    /// <summary>Halving of the derivative of slope x + sum of weighted functions over the coordinate's range.</summary>
    private double Least(int b, int i)
    {
        (double lower, double upper) = Range(b, i);
        double slope = _slopes[b][i], far = 1e12 * (1 + (double.IsFinite(lower) ? Math.Abs(lower) : 0) + (double.IsFinite(upper) ? Math.Abs(upper) : 0));
        double atMinus = Derivative(b, i, -far), atPlus = Derivative(b, i, far);
        double unheld = double.IsInfinity(lower) && atMinus > 0 ? atMinus : double.IsInfinity(upper) && atPlus < 0 ? atPlus : 0;
        if (unheld != 0) Left = Math.Max(Left, Math.Abs(unheld) / (_sizes[b][i] + Math.Abs(unheld)));
        double low = Math.Max(lower, -far), high = Math.Min(upper, far);
        for (int step = 0; step < 300; step++)
        {
            double middle = (0.5 * low) + (0.5 * high);
            if (Derivative(b, i, middle) - unheld < 0) low = middle;
            else high = middle;
        }
        // flat to where the search began: any point will do
        double x = Math.Abs(high) > 0.5 * far ? Math.Clamp(0, lower, upper) : high, others = Functions(b, i, x).Sum(f => f.Value);
        Terms += (_sizes[b][i] * Math.Abs(x)) + Math.Abs(others);
        return ((slope - unheld) * x) + others;
    }

    private double Derivative(int b, int i, double x) => _slopes[b][i] + Functions(b, i, x).Sum(f => f.Slope);

    private (double Lower, double Upper) Range(int b, int i)
    {
        (double lower, double upper) = _program.Blocks[b] is PlainFlows flows ? (0, flows.Upper[i]) : (double.NegativeInfinity, double.PositiveInfinity);
        foreach (PlainBounds bounds in _program.Bounds.Where(bounds => bounds.On == b)) (lower, upper) = (Math.Max(lower, bounds.Lower[i]), Math.Min(upper, bounds.Upper[i]));
        foreach (PlainLog log in _program.Functions.OfType<PlainLog>())
            if (_program.Blocks[log.On] is PlainOffset offset && offset.Of == b && log.Amount[i] > 0) lower = Math.Max(lower, offset.Origin[i]);
        return (lower, upper);
    }

    /// <summary>What is charged to budgets and squared in norms, at its price.</summary>
    private IEnumerable<(double Value, double Slope)> Functions(int b, int i, double x)
    {
        foreach (PlainFunction function in _program.Functions)
        {
            (int block, double origin) = _program.Blocks[function.On] is PlainOffset offset ? (offset.Of, offset.Origin[i < offset.Origin.Length ? i : 0]) : (function.On, 0);
            if (block != b || (function.Budget < 0 && function.Norm < 0)) continue;
            double weight = function.Norm >= 0 ? 0.5 * _result.NormPrice(function.Norm) / _program.Norms[function.Norm].Radius : function.BudgetWeight * _result.BudgetPrice(function.Budget), z = x - origin;
            yield return function switch
            {
                PlainLinear linear => (weight * linear.Slope[i] * z, weight * linear.Slope[i]),
                PlainQuadratic quadratic when function.Norm >= 0 => (weight * quadratic.Curvature[i] * z * z, 2 * weight * quadratic.Curvature[i] * z),
                PlainQuadratic quadratic => (0.5 * weight * quadratic.Curvature[i] * z * z, weight * quadratic.Curvature[i] * z),
                PlainKinked kinked => (weight * (z < kinked.At[i] ? kinked.Below[i] : kinked.Above[i]) * (z - kinked.At[i]), weight * (z < kinked.At[i] ? kinked.Below[i] : kinked.Above[i])),
                _ => throw new InvalidOperationException($"the generator charges no {function}"),
            };
        }
    }
}
