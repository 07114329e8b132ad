using Rebalancing.Numerics;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>The vector oracle of logarithms and powers beside pieces, against halving on the derivative, one function at a time.</summary>
public class CurveOracleTests
{
    private const int Functions = 100_000;

    private static readonly double[][] ExponentSets = [[], [1.5], [1.1], [1.9, 1.35]];

    [Test]
    public void Minimise_RandomFunctions_FindsTheMinimum([ValueSource(nameof(ExponentSets))] double[] exponents)
    {
        int count = exponents.Length < 2 ? Functions : Functions / 4;
        (PlainCurve[] all, PieceTable table) = Make(21, count, exponents);
        double[] price = Prices(22, count), x = new double[table.Chunks * 8], rate = new double[table.Chunks * 8];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        for (int i = 0; i < count; i++)
        {
            double best = all[i].Minimiser(price[i]), size = 1 + Math.Abs(best);

            Assert.That(x[i], Is.EqualTo(best).Within(Tolerances.LinearAlgebra * size), $"function {i}");
            Assert.That(all[i].Value(price[i], x[i]), Is.LessThanOrEqualTo(all[i].Value(price[i], best) + (Tolerances.Summation * (1 + Math.Abs(all[i].Value(price[i], best))))), $"function {i}");
        }
    }

    [Test]
    public void Minimise_RandomFunctions_RatesAreTheSlopesOfTheMinimiser([ValueSource(nameof(ExponentSets))] double[] exponents)
    {
        const int Count = 20_000;
        const double Step = 1e-6;
        (PlainCurve[] all, PieceTable table) = Make(23, Count, exponents);
        double[] price = Prices(24, Count), x = new double[table.Chunks * 8], rate = new double[table.Chunks * 8];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        int moving = 0;
        for (int i = 0; i < Count; i++)
        {
            double left = all[i].Minimiser(price[i] + Step), right = all[i].Minimiser(price[i] - Step);
            bool atKink = all[i].Pieces.IsAtKink(x[i]);
            moving += rate[i] > 0 ? 1 : 0;

            Assert.That(rate[i] > 0, Is.EqualTo(!atKink), $"function {i}");

            // where a stretch of the price around the point has no kink, the secant lies between the rates at its ends up to rounding
            if (atKink || all[i].Pieces.Ends.Any(e => e >= left && e <= right) || left <= all[i].Pieces.Lower)
                continue;
            double secant = (right - left) / (2 * Step), rateLeft = RateAt(all[i], left), rateRight = RateAt(all[i], right);
            bool centreInside = all[i].Centre.Where((c, t) => all[i].Coefficient[t] > 0 && c >= left && c <= right).Any();
            if (centreInside)
                continue;
            Assert.That(rate[i], Is.EqualTo(secant).Within((2 * Math.Abs(rateRight - rateLeft)) + (1e-6 * secant) + (1e-9 * (1 + Math.Abs(x[i])))), $"function {i}");
        }

        Assert.That(moving, Is.GreaterThan(Count / 10));
    }

    [Test]
    public void Margins_PriceMovesLessThanTheMargin_MinimiserStays([ValueSource(nameof(ExponentSets))] double[] exponents)
    {
        const int Count = 20_000;
        (_, PieceTable table) = Make(25, Count, exponents);
        TestRandom random = new(26);
        double[] price = Prices(27, Count), x = new double[table.Chunks * 8], moved = new double[table.Chunks * 8];
        double[] rate = new double[table.Chunks * 8], margin = new double[table.Chunks * 8];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        PieceMargins.Run(table, table.Chunks, price, rate, margin);
        int resting = 0;
        for (int i = 0; i < Count; i++)
        {
            resting += margin[i] > 0 ? 1 : 0;
            price[i] += Math.Max(0, margin[i] - 1e-12) * random.Uniform(-0.999999, 0.999999);
        }

        PieceMinimiser.Run(table, table.Chunks, price, moved, rate);
        for (int i = 0; i < Count; i++)
            Assert.That(margin[i] < 0 || moved[i] == x[i], $"function {i}: margin {margin[i]}, moved from {x[i]} to {moved[i]}");
        Assert.That(resting, Is.GreaterThan(Count / 10));
    }

    [Test]
    public void Sum_RandomFunctions_IsTheSumOfPlainValues([ValueSource(nameof(ExponentSets))] double[] exponents, [Values(1, 9, 1000)] int count)
    {
        (PlainCurve[] all, PieceTable table) = Make(28, count, exponents);
        double[] price = Prices(29, count), x = new double[table.Chunks * 8], rate = new double[table.Chunks * 8];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        double expected = 0, size = 1;
        for (int i = 0; i < count; i++)
        {
            if (all[i].LogWeight > 0 && x[i] == 0)
                Assert.Fail($"function {i}: a logarithm at zero");
            expected += all[i].Value(price[i], x[i]);
            size += Math.Abs(all[i].Value(price[i], x[i]));
        }

        Assert.That(PieceValues.Sum(table, count, price, table.Curvature, x), Is.EqualTo(expected).Within(Tolerances.Summation * size));
    }

    [Test]
    public void Gather_ListedCoordinates_BehavesLikeThem([ValueSource(nameof(ExponentSets))] double[] exponents, [Values(1, 7, 8, 60)] int listed)
    {
        (_, PieceTable table) = Make(30, 200, exponents);
        TestRandom random = new(31);
        int[] list = [.. Enumerable.Range(0, 200).OrderBy(_ => random.NextBits()).Take(listed).Order()];
        int chunks = Lanes.PadTo8(listed) / Lanes.Count;
        Arena arena = new();
        PieceTable packed = new(arena, chunks, chunks * PlainPieces.Most, new CurveTable(arena, chunks * 8, exponents));
        PiecePacking.Gather(table, list, packed);
        double[] price = Prices(32, 200), x = new double[200], rate = new double[200];
        double[] packedPrice = new double[chunks * 8], packedX = new double[chunks * 8], packedRate = new double[chunks * 8];
        for (int t = 0; t < listed; t++)
            packedPrice[t] = price[list[t]];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        PieceMinimiser.Run(packed, chunks, packedPrice, packedX, packedRate);

        Assert.That(packedX[..listed], Is.EqualTo(list.Select(i => x[i]).ToArray()), "to the bit, whoever the neighbours are");
        Assert.That(packedRate[..listed], Is.EqualTo(list.Select(i => rate[i]).ToArray()));
        Assert.That(packedX[listed..], Is.All.EqualTo(0.0));
    }

    [Test]
    public void Of_ManyNumbers_IsTheLogarithm()
    {
        TestRandom random = new(33);
        for (int i = 0; i < 100_000; i++)
        {
            double x = i < 1000 ? 1 + ((i - 500) * 1e-9) : Math.Exp(random.Uniform(-700, 700));
            double log = Math.Log(x), exp = Math.Exp(0.001 * (i % 1000) * random.Normal());

            Assert.That(Logarithm.Of(x), Is.EqualTo(log).Within(Math.Abs(log) * 4.5e-16 + 1e-300), $"log of {x:R}");
            Assert.That(Logarithm.Power(exp, 0.7), Is.EqualTo(Math.Pow(exp, 0.7)).Within(1e-14 * Math.Pow(exp, 0.7)), $"{exp:R} to the 0.7");
        }

        Assert.That(Logarithm.Of(0.0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Logarithm.Of(-1.0), Is.NaN);
        Assert.That(Logarithm.Of(double.PositiveInfinity), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Logarithm.Of(5e-324), Is.EqualTo(Math.Log(5e-324)).Within(1e-12));
        Assert.That(Logarithm.Power(0.0, 0.5), Is.Zero);
        Assert.That(Logarithm.Power(0.0, -0.5), Is.EqualTo(double.PositiveInfinity));
    }

    private static double RateAt(PlainCurve curve, double x)
    {
        double bend = curve.Pieces.Curvature + (curve.LogWeight > 0 ? curve.LogWeight / (x * x) : 0);
        for (int t = 0; t < curve.Coefficient.Length; t++)
            if (curve.Coefficient[t] > 0)
                bend += curve.Coefficient[t] * curve.Exponent[t] * (curve.Exponent[t] - 1) * Math.Pow(Math.Abs(x - curve.Centre[t]), curve.Exponent[t] - 2);
        return 1 / bend;
    }

    private static double[] Prices(int seed, int count) => new TestRandom(seed).Vector(Lanes.PadTo8(count), r => 2 * r.Normal());

    private static (PlainCurve[] All, PieceTable Table) Make(int seed, int count, double[] exponents)
    {
        TestRandom random = new(seed);
        PlainCurve[] all = [.. Enumerable.Range(0, count).Select(_ => PlainCurve.Draw(random, exponents, logs: true))];
        Arena arena = new();
        int chunks = Lanes.PadTo8(count) / Lanes.Count;
        CurveTable curves = new(arena, chunks * 8, exponents);
        PieceTable table = new(arena, chunks, chunks * PlainPieces.Most, curves);
        for (int c = 0; c < chunks; c++)
            table.Start[c + 1] = table.Start[c] + Math.Max(1, all.Skip(c * 8).Take(8).Max(f => f.Pieces.Slopes.Length));
        for (int i = 0; i < count; i++)
        {
            all[i].Pieces.WriteTo(table, i);
            if (all[i].Pieces.Curvature > 0)
                table.SetCurvature(i, all[i].Pieces.Curvature);
            else
                (table.Curvature[i], table.Inverse[i]) = (0, PieceMinimiser.InverseOfZero);
            table.Lower[i] = all[i].Pieces.Lower;
            curves.LogWeight[i] = all[i].LogWeight;
            for (int t = 0; t < exponents.Length; t++)
                (curves.Powers[t].Coefficient[i], curves.Powers[t].Centre[i]) = (all[i].Coefficient[t], all[i].Centre[t]);
        }

        return (all, table);
    }
}
