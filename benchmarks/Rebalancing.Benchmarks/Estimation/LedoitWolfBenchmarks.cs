using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;

namespace Rebalancing.Benchmarks.Estimation;

/// <summary>Ledoit-Wolf shrinkage towards a constant correlation, ours and the formula written with MathNet's matrices.</summary>
public class LedoitWolfBenchmarks
{
    private ReturnSeries _returns = null!;
    private Matrix<double> _matrix = null!;

    /// <summary>Periods x assets.</summary>
    [Params("500x100", "2520x1000")]
    public string Shape { get; set; } = "500x100";

    /// <summary>Returns with a market in them, from a seeded sequence.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] size = [.. Shape.Split('x').Select(s => int.Parse(s, System.Globalization.CultureInfo.InvariantCulture))];
        var data = new double[size[0], size[1]];
        var random = new Random(1);
        for (int t = 0; t < size[0]; t++)
        {
            double market = random.NextDouble() - 0.5;
            for (int i = 0; i < size[1]; i++) data[t, i] = 0.02 * (market + random.NextDouble() - 0.5);
        }
        _returns = ReturnSeries.FromReturns(data, 252);
        _matrix = Matrix<double>.Build.DenseOfArray(data);
        if (Math.Abs(Ours() - WithMathNet()) > 1e-9) throw new InvalidOperationException("the two implementations disagree");
    }

    /// <summary>The library's estimator, with its check that the result is positive semidefinite. Returns the shrinkage.</summary>
    [Benchmark(Baseline = true)]
    public double Ours() => LedoitWolf.ConstantCorrelation(_returns).Shrinkage!.Value;

    /// <summary>The formula as it stands in the paper: three products of n x T and T x n matrices. Returns the shrinkage.</summary>
    [Benchmark]
    public double WithMathNet()
    {
        int periods = _matrix.RowCount, n = _matrix.ColumnCount;
        Vector<double> means = _matrix.ColumnSums() / periods;
        Matrix<double> x = Matrix<double>.Build.Dense(periods, n, (t, i) => _matrix[t, i] - means[i]);
        Matrix<double> products = x.TransposeThisAndMultiply(x) / periods;
        Matrix<double> s = products * (periods / (periods - 1.0));
        Vector<double> deviations = s.Diagonal().PointwiseSqrt();
        Matrix<double> outer = deviations.OuterProduct(deviations);
        double r = (s.PointwiseDivide(outer).ColumnSums().Sum() - n) / ((double)n * (n - 1));
        Matrix<double> target = (outer * r) + Matrix<double>.Build.DenseOfDiagonalVector(s.Diagonal() * (1 - r));
        Matrix<double> y = x.PointwiseMultiply(x);
        Matrix<double> pi = (y.TransposeThisAndMultiply(y) / periods) - (2 * products.PointwiseMultiply(s)) + s.PointwiseMultiply(s);
        Matrix<double> theta = y.PointwiseMultiply(x).TransposeThisAndMultiply(x) / periods;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                theta[i, j] = i == j ? 0 : (theta[i, j] - (products[i, i] * s[i, j]) - (products[i, j] * s[i, i]) + (s[i, i] * s[i, j])) * deviations[j] / deviations[i];
        double rho = pi.Diagonal().Sum() + (r * theta.ColumnSums().Sum()), gamma = Math.Pow((s - target).FrobeniusNorm(), 2);
        double delta = Math.Clamp((pi.ColumnSums().Sum() - rho) / gamma / periods, 0, 1);
        Matrix<double> shrunk = ((target * delta) + (s * (1 - delta))) * 252;
        return shrunk[0, 0] > 0 ? delta : double.NaN;
    }
}
