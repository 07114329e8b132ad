using Rebalancing.Numerics;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>The vector oracle of piecewise quadratics against a plain search over its candidates, one function at a time.</summary>
public class PieceOracleTests
{
    private const int Functions = 100_000;

    [Test]
    public void Minimise_RandomFunctions_FindsTheBestCandidate()
    {
        TestRandom random = new(11);
        PlainPieces[] all = [.. Enumerable.Range(0, Functions).Select(_ => PlainPieces.Draw(random))];
        PieceTable table = Fill(all);
        double[] price = random.Vector(Functions, r => r.Normal()), x = new double[Functions], rate = new double[Functions];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        for (int i = 0; i < Functions; i++)
        {
            double best = all[i].Least(price[i], out double at);

            Assert.That(all[i].Value(price[i], x[i]), Is.EqualTo(best).Within(Tolerances.Summation * (1 + Math.Abs(best))), $"function {i}");
            Assert.That(x[i], Is.EqualTo(at).Within(Tolerances.LinearAlgebra), $"function {i}");
            Assert.That(rate[i], Is.EqualTo(0.0).Or.EqualTo(1.0 / all[i].Curvature), $"function {i}");
            Assert.That(rate[i] > 0, Is.EqualTo(!all[i].IsAtKink(x[i])), $"function {i}");
        }
    }

    [Test]
    public void Margins_PriceMovesLessThanTheMargin_MinimiserStays()
    {
        TestRandom random = new(12);
        PlainPieces[] all = [.. Enumerable.Range(0, Functions).Select(_ => PlainPieces.Draw(random))];
        PieceTable table = Fill(all);
        double[] price = random.Vector(Functions, r => r.Normal()), x = new double[Functions], rate = new double[Functions];
        double[] margin = new double[Functions], moved = new double[Functions];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        PieceMargins.Run(table, table.Chunks, price, rate, margin);
        for (int i = 0; i < Functions; i++)
            price[i] += Math.Max(0, margin[i]) * random.Uniform(-0.999999, 0.999999);
        PieceMinimiser.Run(table, table.Chunks, price, moved, rate);
        for (int i = 0; i < Functions; i++)
            Assert.That(margin[i] < 0 || moved[i] == x[i], $"function {i}: margin {margin[i]}, moved from {x[i]} to {moved[i]}");
    }

    [Test]
    public void Sum_RandomFunctions_IsTheSumOfPlainValues([Values(0, 1, 7, 8, 9, 1000)] int count)
    {
        TestRandom random = new(13);
        PlainPieces[] all = [.. Enumerable.Range(0, count).Select(_ => PlainPieces.Draw(random))];
        PieceTable table = Fill(all);
        int padded = Lanes.PadTo8(count);
        double[] price = random.Vector(padded, r => r.Normal()), x = new double[padded];
        double expected = 0, size = 1;
        for (int i = 0; i < count; i++)
        {
            x[i] = random.Uniform(all[i].Lower, all[i].Ends[^1]);
            expected += all[i].Value(price[i], x[i]);
            size += Math.Abs(all[i].Value(price[i], x[i]));
        }

        Assert.That(PieceValues.Sum(table, count, price, table.Curvature, x), Is.EqualTo(expected).Within(Tolerances.Summation * size));
    }

    [Test]
    public void Gather_AnyList_MinimisesTheListedFunctions([Values(0, 1, 3, 8, 13, 64)] int listed)
    {
        TestRandom random = new(14);
        PlainPieces[] all = [.. Enumerable.Range(0, 200).Select(_ => PlainPieces.Draw(random))];
        PieceTable table = Fill(all);
        int[] list = [.. Enumerable.Range(0, 200).OrderBy(_ => random.NextBits()).Take(listed).Order()];
        int chunks = Lanes.PadTo8(listed) / Lanes.Count;
        PieceTable packed = new(new Arena(), chunks, chunks * PlainPieces.Most);
        PiecePacking.Gather(table, list, packed);
        double[] price = random.Vector(200, r => r.Normal()), x = new double[200], rate = new double[200];
        double[] packedPrice = new double[chunks * 8], packedX = new double[chunks * 8], packedRate = new double[chunks * 8];
        for (int t = 0; t < listed; t++)
            packedPrice[t] = price[list[t]];
        PieceMinimiser.Run(table, table.Chunks, price, x, rate);
        PieceMinimiser.Run(packed, chunks, packedPrice, packedX, packedRate);
        for (int t = 0; t < listed; t++)
        {
            Assert.That(packedX[t], Is.EqualTo(x[list[t]]));
            Assert.That(packedRate[t], Is.EqualTo(rate[list[t]]));
        }

        Assert.That(packedX[listed..], Is.All.EqualTo(0.0));
    }

    [Test]
    public void AlongLine_RandomFunctions_IsTheSumOfProducts([Values(0.0, 0.3, 2.0)] double alpha)
    {
        TestRandom random = new(15);
        PlainPieces[] all = [.. Enumerable.Range(0, 1000).Select(_ => PlainPieces.Draw(random))];
        PieceTable table = Fill(all);
        double[] price = random.Vector(1000, r => r.Normal()), direction = random.Vector(1000, r => r.Normal());
        PieceMinimiser.AlongLine(table, table.Chunks, price, direction, alpha, out double moved, out double bend);
        double expected = 0, expectedBend = 0;
        for (int i = 0; i < all.Length; i++)
        {
            all[i].Least(price[i] + (alpha * direction[i]), out double at);
            expected += direction[i] * at;
            expectedBend += all[i].IsAtKink(at) ? 0 : direction[i] * direction[i] / all[i].Curvature;
        }

        Assert.That(moved, Is.EqualTo(expected).Within(Tolerances.LinearAlgebra * 1000));
        Assert.That(bend, Is.EqualTo(expectedBend).Within(Tolerances.LinearAlgebra * expectedBend));
    }

    [Test]
    public void ValueAndSlopes_RandomFunctions_AreThoseOfThePiece([Values(1, 7, 8, 9, 500)] int count)
    {
        TestRandom random = new(16);
        PlainPieces[] all = [.. Enumerable.Range(0, count).Select(_ => PlainPieces.Draw(random))];
        double[] x = new double[Lanes.PadTo8(count)], slopes = new double[Lanes.PadTo8(count)];
        double expected = 0, size = 1;
        for (int i = 0; i < count; i++)
        {
            // some at a kink: there the piece to its left counts
            x[i] = random.Chance(0.3) ? all[i].Ends[random.Integer(0, all[i].Ends.Length)] : random.Uniform(all[i].Lower, all[i].Ends[^1]);
            double value = all[i].Value(0, x[i]) - (0.5 * all[i].Curvature * x[i] * x[i]);
            (expected, size) = (expected + value, size + Math.Abs(value));
        }

        Assert.That(PieceTilt.ValueAndSlopes(Fill(all), count, x, slopes), Is.EqualTo(expected).Within(Tolerances.Summation * size));
        for (int i = 0; i < count; i++)
            Assert.That(slopes[i], Is.EqualTo(all[i].Slopes[Array.FindIndex(all[i].Ends, e => x[i] <= e)]).Within(Tolerances.Rounding * 10), $"function {i}");
    }

    [Test]
    public void Apply_SeveralTilts_AddsTheirSlopesAndLeavesTheEnds()
    {
        TestRandom random = new(17);
        PlainPieces[] all = [.. Enumerable.Range(0, 50).Select(_ => PlainPieces.Draw(random))];
        PieceTable source = Fill(all), tilt = Fill(all), target = Fill(all);
        int pieces = source.Start[source.Chunks];
        target.Pieces.Fill(7.0);
        PieceTilt.Apply(source, 0.5, tilt, pieces, target);
        for (int at = 0; at < pieces * PieceTable.PieceLength; at++)
            Assert.That(target.Pieces[at], Is.EqualTo(at % 16 < 8 ? 1.5 * source.Pieces[at] : 7.0).Within(Tolerances.Rounding * 10));
    }

    [Test]
    public void Ranks_AnyKeys_AreTheirPlacesInAStableOrder([Range(0, 40)] int count, [Values(1000, 3)] int different)
    {
        TestRandom random = new(18 + count);
        double[] keys = random.Vector(count, r => r.Integer(0, different));
        int[] ranks = new int[count], order = [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
        Ranks.Of(keys, ranks);
        for (int place = 0; place < count; place++)
            Assert.That(ranks[order[place]], Is.EqualTo(place));
    }

    private static PieceTable Fill(PlainPieces[] all)
    {
        int chunks = Lanes.PadTo8(all.Length) / Lanes.Count;
        PieceTable table = new(new Arena(), chunks, chunks * PlainPieces.Most);
        for (int c = 0; c < chunks; c++)
            table.Start[c + 1] = table.Start[c] + Math.Max(1, all.Skip(c * 8).Take(8).Max(f => f.Slopes.Length));
        for (int i = 0; i < all.Length; i++)
        {
            all[i].WriteTo(table, i);
            table.SetCurvature(i, all[i].Curvature);
            table.Lower[i] = all[i].Lower;
        }

        return table;
    }
}
