namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>
/// A proximal bundle method, a referee that shares nothing with the engines but the general front it solves its masters with: tails are seen through their values and subgradients alone.
/// <code>
///   minimise  -mean'w + sum c_i |w_i - w0_i| + sum weight_k CVaR_k(-R w)   subject to  1'w = 1, 0 &lt;= w &lt;= cap
///   master    ... + sum weight_k v_k + rho/2 |w - centre|^2   with  v_k >= g'w  for every subgradient g of CVaR_k seen so far
/// </code>
/// A tail is homogeneous, so that its cuts go through the origin. Without the quadratic the master is a lower bound.
/// </summary>
internal sealed class ProximalBundle
{
    private const int MostSteps = 400;

    private readonly double[] _returns, _probabilities, _mean, _cost, _start, _weight, _confidence;
    private readonly double _cap;
    private readonly int _n;
    private readonly List<(int Tail, double[] Slope)> _cuts = [];

    public ProximalBundle(double[] returns, double[] probabilities, double[] mean, double[] cost, double[] start, double cap, params (double Weight, double Confidence)[] tails)
    {
        (_returns, _probabilities, _mean, _cost, _start, _cap, _n) = (returns, probabilities, mean, cost, start, cap, mean.Length);
        (_weight, _confidence) = ([.. tails.Select(t => t.Weight)], [.. tails.Select(t => t.Confidence)]);
    }

    /// <summary>Value of the best portfolio and the bound that proves it, relative to 1 + value within the tolerance; how often the tails were looked at.</summary>
    public (double Value, double Bound, int Looks) Solve(double tolerance)
    {
        double[] centre = _start;
        double best = Look(centre), rho = 0.3, bound = double.NegativeInfinity;
        for (int looks = 1; looks < MostSteps; looks++)
        {
            (double[] w, double model) = Master(centre, rho);
            double value = Look(w), expected = best - model;
            if (expected <= 10 * tolerance * (1 + Math.Abs(best)))
                bound = Math.Max(bound, Master(centre, 0).Model);
            bool isSerious = value <= best - (0.1 * expected);
            if (value < best)
                (best, centre) = (value, w);
            if (best - bound <= tolerance * (1 + Math.Abs(best)))
                return (best, bound, looks);
            if (isSerious && value <= best - (0.5 * expected))
                rho *= 0.5;
        }

        return (best, bound, MostSteps);
    }

    /// <summary>The objective at w; every tail leaves a cut.</summary>
    private double Look(double[] w)
    {
        double sum = Plain(w);
        int count = _probabilities.Length;
        double[] losses = [.. Enumerable.Range(0, count).Select(s => -Enumerable.Range(0, _n).Sum(i => _returns[(s * _n) + i] * w[i]))];
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(s => losses[s])];
        for (int k = 0; k < _weight.Length; k++)
        {
            double left = 1 - _confidence[k];
            var slope = new double[_n];
            foreach (int s in order)
            {
                double part = Math.Min(left, _probabilities[s]) / (1 - _confidence[k]);
                if (part <= 0)
                    break;
                left -= _probabilities[s];
                sum += _weight[k] * part * losses[s];
                for (int i = 0; i < _n; i++)
                    slope[i] -= part * _returns[(s * _n) + i];
            }

            _cuts.Add((k, slope));
        }

        return sum;
    }

    private double Plain(double[] w) => Enumerable.Range(0, _n).Sum(i => (-_mean[i] * w[i]) + (_cost[i] * Math.Abs(w[i] - _start[i])));

    /// <summary>Columns: w, |w - w0|, one v a tail.</summary>
    private (double[] W, double Model) Master(double[] centre, double rho)
    {
        int tails = _weight.Length, columns = (2 * _n) + tails, rows = 1 + (2 * _n) + _cuts.Count;
        double[] objective = new double[columns], lower = new double[columns], upper = new double[columns], matrix = new double[rows * columns], low = new double[rows], high = new double[rows];
        Array.Fill(upper, double.PositiveInfinity);
        Array.Fill(high, double.PositiveInfinity);
        (low[0], high[0]) = (1, 1);
        for (int i = 0; i < _n; i++)
        {
            upper[i] = _cap;
            (objective[i], objective[_n + i], matrix[i]) = (-_mean[i] - (rho * centre[i]), _cost[i], 1);
            int above = (1 + (2 * i)) * columns, below = above + columns;
            (matrix[above + i], matrix[above + _n + i], low[1 + (2 * i)]) = (-1, 1, -_start[i]);
            (matrix[below + i], matrix[below + _n + i], low[2 + (2 * i)]) = (1, 1, _start[i]);
        }

        for (int k = 0; k < tails; k++)
            (objective[(2 * _n) + k], lower[(2 * _n) + k]) = (_weight[k], double.NegativeInfinity);
        for (int c = 0; c < _cuts.Count; c++)
        {
            int row = (1 + (2 * _n) + c) * columns;
            matrix[row + (2 * _n) + _cuts[c].Tail] = 1;
            for (int i = 0; i < _n; i++)
                matrix[row + i] = -_cuts[c].Slope[i];
        }

        double[] hessian = rho == 0 ? [] : new double[columns * columns];
        for (int i = 0; i < _n && rho > 0; i++)
            hessian[(i * columns) + i] = rho;
        var map = new SparseMap(rows, columns, [.. Enumerable.Range(0, rows + 1).Select(r => r * columns)], [.. Enumerable.Range(0, rows * columns).Select(q => q % columns)], matrix);
        QuadraticProgramResult result = new QuadraticProgram(hessian, objective, map, low, high, lower, upper).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), "the master program");
        double[] w = result.Values[.._n].ToArray();
        double model = Plain(w);
        for (int k = 0; k < tails; k++)
            model += _weight[k] * _cuts.Where(cut => cut.Tail == k).Max(cut => cut.Slope.Zip(w, (g, x) => g * x).Sum());
        return (w, rho == 0 ? result.Certificate.LowerBound : model);
    }
}
