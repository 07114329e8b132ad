using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>A linear or quadratic program written out column by column and row by row, for the general front: the second way to solve what mandates say in words.</summary>
internal sealed class PlainProgram
{
    private readonly List<double> _lower = [], _upper = [], _objective = [];
    private readonly List<(int Column, double Value)[]> _rows = [];
    private readonly List<(double Low, double High)> _limits = [];
    private readonly List<(int Row, int Column, double Value)> _hessian = [];

    public int Column(double lower, double upper, double cost = 0)
    {
        _lower.Add(lower);
        _upper.Add(upper);
        _objective.Add(cost);
        return _objective.Count - 1;
    }

    public int[] Columns(int count, double lower, double upper) => [.. Enumerable.Range(0, count).Select(_ => Column(lower, upper))];

    public void Row(double low, double high, IEnumerable<(int Column, double Value)> entries)
    {
        _rows.Add([.. entries]);
        _limits.Add((low, high));
    }

    public void Minimise(IEnumerable<(int Column, double Value)> entries)
    {
        foreach ((int column, double value) in entries) _objective[column] += value;
    }

    /// <summary>Adds value x_i x_j / 2 to the objective; symmetric pairs are the caller's.</summary>
    public void Quadratic(int i, int j, double value) => _hessian.Add((i, j, value));

    /// <summary>The least objective.</summary>
    public double Solve()
    {
        int n = _objective.Count;
        double[] hessian = _hessian.Count == 0 ? [] : new double[n * n];
        foreach ((int i, int j, double value) in _hessian) hessian[(i * n) + j] += value;
        int[] starts = [.. _rows.Select(r => r.Length).Prepend(0)];
        for (int r = 1; r < starts.Length; r++) starts[r] += starts[r - 1];
        var matrix = new SparseMap(_rows.Count, n, starts, [.. _rows.SelectMany(r => r.Select(e => e.Column))], [.. _rows.SelectMany(r => r.Select(e => e.Value))]);
        QuadraticProgramResult result = new QuadraticProgram(hessian, [.. _objective], matrix, [.. _limits.Select(l => l.Low)], [.. _limits.Select(l => l.High)], [.. _lower], [.. _upper]).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), "the plain program");
        return result.Objective;
    }

    /// <summary>Columns that the mean of the worst of some losses takes, and its value in them; each loss is an expression plus a constant.</summary>
    public List<(int Column, double Value)> Tail(IEnumerable<(IEnumerable<(int Column, double Value)> Loss, double Constant)> losses, double[] probabilities, double confidence)
    {
        int threshold = Column(double.NegativeInfinity, double.PositiveInfinity), s = 0;
        List<(int, double)> value = [(threshold, 1)];
        foreach ((IEnumerable<(int Column, double Value)> loss, double constant) in losses)
        {
            int excess = Column(0, double.PositiveInfinity);
            Row(constant, double.PositiveInfinity, loss.Select(e => (e.Column, -e.Value)).Append((excess, 1)).Append((threshold, 1)));
            value.Add((excess, probabilities[s++] / (1 - confidence)));
        }
        return value;
    }
}
