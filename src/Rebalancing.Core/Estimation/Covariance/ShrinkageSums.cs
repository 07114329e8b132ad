using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// The sums that Ledoit and Wolf's formulas need. Each of them looks like another n x n product of powers of returns, but only its total is
/// wanted, and totals separate: sum over i, j of sum over t of x_ti^2 x_tj^2 = sum over t of (sum over i of x_ti^2)^2. So one pass over the returns each.
/// </summary>
internal sealed class ShrinkageSums
{
    private readonly double[] _x;
    private readonly int _periods, _n, _stride;

    /// <param name="returns">Complete, or with gaps that count as zero here.</param>
    public ShrinkageSums(ReturnSeries returns)
    {
        if (returns.HasGaps) returns = MissingData.Treat(returns, MissingReturns.Zero);
        _x = Moments.Centred(returns, Moments.Means(returns));
        (_periods, _n, _stride) = (returns.Periods, returns.Count, returns.Stride);
    }

    public double[] Sample(int ddof) => Moments.Gram(_x, _periods, _n, _stride, 1.0 / (_periods - ddof));

    /// <summary>Sum over i, j and t of x_ti^2 x_tj^2.</summary>
    public double FourthPowers()
    {
        double sum = 0;
        for (int t = 0; t < _periods; t++)
        {
            double squares = SumOfSquares.Of(Row(t));
            sum += squares * squares;
        }
        return sum;
    }

    /// <summary>
    /// For the target rho sd_i sd_j: the diagonal part, sum over i of pi_ii, and the part that is multiplied by the mean correlation,
    /// sum over i != j of sd_j / sd_i theta_ij with theta_ij = mean of x_i^3 x_j - (mean of x_i^2) S_ij - (mean of x_i x_j) S_ii + S_ii S_ij.
    /// </summary>
    /// <param name="sample">S.</param>
    /// <param name="deviations">Roots of its diagonal.</param>
    /// <param name="products">Means of x_i x_j, up to the factor.</param>
    /// <param name="factor">What the products are multiplied by.</param>
    public (double Diagonal, double Outside) AgainstDeviations(double[] sample, double[] deviations, double[] products, double factor)
    {
        var cubes = new double[_n];
        var fourth = new double[_n];
        for (int t = 0; t < _periods; t++)
        {
            ReadOnlySpan<double> x = Row(t);
            double along = Dot.Product(x, deviations);
            for (int i = 0; i < _n; i++)
            {
                double cube = x[i] * x[i] * x[i];
                cubes[i] += cube * along;
                fourth[i] += cube * x[i];
            }
        }
        double diagonal = 0, outside = 0;
        for (int i = 0; i < _n; i++)
        {
            double variance = sample[(i * _n) + i], square = factor * products[(i * _n) + i];
            double others = Dot.Product(sample.AsSpan(i * _n, _n), deviations) - (variance * deviations[i]);
            double productsOfOthers = (factor * Dot.Product(products.AsSpan(i * _n, _n), deviations)) - (square * deviations[i]);
            diagonal += (fourth[i] / _periods) - (2 * square * variance) + (variance * variance);
            outside += (((cubes[i] - (fourth[i] * deviations[i])) / _periods) - (square * others) - (variance * productsOfOthers) + (variance * others)) / deviations[i];
        }
        return (diagonal, outside);
    }

    /// <summary>For the market model c_i c_j / v: sum over the diagonal of pi_ii and over i != j of the covariances of S_ij with its target.</summary>
    public double AgainstMarket(double[] sample, double[] c, double market)
    {
        double first = 0, third = 0;
        var firstOwn = new double[_n];
        var thirdOwn = new double[_n];
        var fourth = new double[_n];
        for (int t = 0; t < _periods; t++)
        {
            ReadOnlySpan<double> x = Row(t);
            double m = Sum.Of(x) / _n, along = Dot.Product(x, c);
            first += m * along * SumOfSquares.Of(x);
            third += m * m * along * along;
            for (int i = 0; i < _n; i++)
            {
                double square = x[i] * x[i];
                firstOwn[i] += m * square * x[i];
                thirdOwn[i] += m * m * square;
                fourth[i] += square * square;
            }
        }
        double quadratic = 0, diagonal = 0, firstDiagonal = 0, thirdDiagonal = 0;
        for (int i = 0; i < _n; i++)
        {
            double variance = sample[(i * _n) + i];
            quadratic += c[i] * Dot.Product(sample.AsSpan(i * _n, _n), c);
            diagonal += (fourth[i] / _periods) - (variance * variance);
            firstDiagonal += ((firstOwn[i] / _periods) - (c[i] * variance)) * c[i];
            thirdDiagonal += ((thirdOwn[i] / _periods) - (market * variance)) * c[i] * c[i];
        }
        double outsideFirst = ((first / _periods) - quadratic - firstDiagonal) / market;
        double outsideThird = ((third / _periods) - (market * quadratic) - thirdDiagonal) / (market * market);
        return diagonal + (2 * outsideFirst) - outsideThird;
    }

    /// <summary>Squared Frobenius distance to the matrix with factor a_i a_j off the diagonal and the sample's diagonal.</summary>
    public double DistanceToRankOne(double[] sample, double[] a, double factor)
    {
        double distance = 0;
        var difference = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            Combine.Into(1.0, sample.AsSpan(i * _n, _n), -factor * a[i], a, difference);
            difference[i] = 0;
            distance += SumOfSquares.Of(difference);
        }
        return distance;
    }

    private ReadOnlySpan<double> Row(int period) => _x.AsSpan(period * _stride, _n);
}
