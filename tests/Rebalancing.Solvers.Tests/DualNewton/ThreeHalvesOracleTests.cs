using Rebalancing.Numerics;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>The closed form for a kink beside a 3/2 power, against ternary search on the plain definition.</summary>
public class ThreeHalvesOracleTests
{
    private const int Functions = 100_000;

    private readonly record struct Plain(double Curvature, double Lower, double Upper, double Centre, double Below, double Above, double Coefficient)
    {
        public static Plain Draw(TestRandom random)
        {
            double below = random.Normal(), lower = 2 * random.Normal(), centre = random.Normal();
            double coefficient = random.Chance(0.2) ? 0 : random.Uniform(0.01, 2);
            return new Plain(random.Uniform(0.05, 3), lower, lower + random.Uniform(0.1, 4), centre, below, below + random.Uniform(0, 1), coefficient);
        }

        public double Value(double price, double x)
        {
            double from = x - Centre;
            return (price * x) + (0.5 * Curvature * x * x) + (from * (from < 0 ? Below : Above)) + (Coefficient * Math.Pow(Math.Abs(from), 1.5));
        }

        /// <summary>Ternary search: the function is strictly convex.</summary>
        public double Least(double price)
        {
            (double low, double high) = (Lower, Upper);
            for (int round = 0; round < 200; round++)
            {
                double third = (high - low) / 3;
                if (Value(price, low + third) < Value(price, high - third))
                    high -= third;
                else
                    low += third;
            }

            double middle = Value(price, 0.5 * (low + high));
            return Centre >= Lower && Centre <= Upper ? Math.Min(middle, Value(price, Centre)) : middle;
        }
    }

    [Test]
    public void Minimise_RandomFunctions_IsNoWorseThanSearch()
    {
        TestRandom random = new(21);
        Plain[] all = [.. Enumerable.Range(0, Functions).Select(_ => Plain.Draw(random))];
        ThreeHalvesTable table = Fill(all);
        double[] price = random.Vector(Functions, r => 2 * r.Normal()), x = new double[Functions], rate = new double[Functions];
        ThreeHalvesMinimiser.Run(table, Functions, table.Curvature, price, x, rate);
        for (int i = 0; i < Functions; i++)
        {
            double best = all[i].Least(price[i]);

            Assert.That(x[i], Is.InRange(all[i].Lower, all[i].Upper), $"function {i}");
            Assert.That(all[i].Value(price[i], x[i]) - best, Is.LessThan(Tolerances.Summation * (1 + Math.Abs(best))), $"function {i}");
        }
    }

    [Test]
    public void Rate_RandomFunctions_IsTheDifferenceQuotient()
    {
        const double step = 1e-6;
        TestRandom random = new(22);
        Plain[] all = [.. Enumerable.Range(0, 4000).Select(_ => Plain.Draw(random))];
        ThreeHalvesTable table = Fill(all);
        double[] price = random.Vector(4000, r => 2 * r.Normal());
        double[] x = new double[4000], rate = new double[4000], low = new double[4000], high = new double[4000], other = new double[4000];
        ThreeHalvesMinimiser.Run(table, 4000, table.Curvature, price, x, rate);
        ThreeHalvesMinimiser.Run(table, 4000, table.Curvature, [.. price.Select(p => p - step)], low, other);
        ThreeHalvesMinimiser.Run(table, 4000, table.Curvature, [.. price.Select(p => p + step)], high, other);
        int compared = 0;
        for (int i = 0; i < 4000; i++)
        {
            if (!(rate[i] > 1e-3) || !(other[i] > 0) || Math.Abs(x[i] - all[i].Centre) < 1e-3)
                continue;
            compared++;
            Assert.That((low[i] - high[i]) / (2 * step), Is.EqualTo(rate[i]).Within(1e-4 * rate[i]), $"function {i}");
        }

        Assert.That(compared, Is.GreaterThan(500));
    }

    [Test]
    public void Margins_PriceMovesLessThanTheMargin_MinimiserStays()
    {
        TestRandom random = new(23);
        Plain[] all = [.. Enumerable.Range(0, Functions).Select(_ => Plain.Draw(random))];
        ThreeHalvesTable table = Fill(all);
        double[] price = random.Vector(Functions, r => 2 * r.Normal()), x = new double[Functions], rate = new double[Functions];
        double[] margin = new double[Functions], moved = new double[Functions];
        ThreeHalvesMinimiser.Run(table, Functions, table.Curvature, price, x, rate);
        ThreeHalvesMeasures.Margins(table, Functions, price, rate, margin);
        for (int i = 0; i < Functions; i++)
            price[i] += Math.Max(0, margin[i]) * random.Uniform(-0.999999, 0.999999);
        ThreeHalvesMinimiser.Run(table, Functions, table.Curvature, price, moved, rate);
        for (int i = 0; i < Functions; i++)
            Assert.That(margin[i] < 0 || moved[i] == x[i], $"function {i}: margin {margin[i]}, moved from {x[i]} to {moved[i]}");
    }

    private static ThreeHalvesTable Fill(Plain[] all)
    {
        ThreeHalvesTable table = new(new Arena(), all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            (table.Curvature[i], table.Lower[i], table.Upper[i]) = (all[i].Curvature, all[i].Lower, all[i].Upper);
            (table.Centre[i], table.Below[i], table.Above[i]) = (all[i].Centre, all[i].Below, all[i].Above);
            table.Steepness[i] = 1.5 * all[i].Coefficient;
        }

        return table;
    }
}
