namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>A choice as its word, and as the plain list of all ways to keep it.</summary>
internal sealed record PlainChoice(string Name, Action<ProgramBuilder, Block, Block> Say, Func<IEnumerable<Alternative>> Ways)
{
    public const string Kinds = "ZeroOrAtLeast,TradeZeroOrAtLeast,AtMost,TradesAtMost,AtLeast,Multiples,FixedCost,EitherOr,Complementary,SumAbove";

    /// <summary>A random choice of the named kind on columns between 0 and 1 that start at w0.</summary>
    public static PlainChoice Random(string kind, TestRandom random, double[] w0)
    {
        int n = w0.Length;
        double[] zero = new double[n];
        int[] all = [.. Enumerable.Range(0, n)];
        switch (kind)
        {
            case "ZeroOrAtLeast":
                double[] least = random.UniformVector(n, 0.05, 0.45);
                return new(kind, (b, w, _) => b.ZeroOrAtLeast(w, least, zero), () => Each(n, i => [(0, 0, 0), (least[i], double.PositiveInfinity, 0)]));
            case "TradeZeroOrAtLeast":
                (double[] buy, double[] sell) = (random.UniformVector(n, 0.02, 0.3), random.UniformVector(n, 0.02, 0.2));
                return new(kind, (b, _, z) => b.ZeroOrAtLeast(z, buy, sell), () => Each(n, i => [(w0[i], w0[i], 0), (w0[i] + buy[i], double.PositiveInfinity, 0), (double.NegativeInfinity, w0[i] - sell[i], 0)]));
            case "AtMost":
                int most = random.Integer(1, n);
                return new(kind, (b, w, _) => b.CountAtMost(w, all, most), () => Masks(n).Where(mask => mask.Count(held => held) <= most).Select(mask => Held(mask, i => mask[i] ? (double.NegativeInfinity, double.PositiveInfinity) : (0, 0))));
            case "TradesAtMost":
                int trades = random.Integer(0, n);
                int[] members = all[..random.Integer(1, n + 1)];
                return new(kind, (b, _, z) => b.CountAtMost(z, members, trades), () => Masks(n).Where(mask => members.Count(i => mask[i]) <= trades && mask.Skip(members.Length).All(held => held)).Select(mask => Held(mask, i => mask[i] ? (double.NegativeInfinity, double.PositiveInfinity) : (w0[i], w0[i]))));
            case "AtLeast":
                (int number, double size) = (random.Integer(1, n + 1), random.Uniform(0.02, 0.35));
                return new(kind, (b, w, _) => b.CountAtLeast(w, all, number, size), () => Masks(n).Where(mask => mask.Count(held => held) >= number).Select(mask => Held(mask, i => mask[i] ? (size, double.PositiveInfinity) : (double.NegativeInfinity, double.PositiveInfinity))));
            case "Multiples":
                double[] step = random.UniformVector(n, 0.12, 0.4);
                step[0] = 0;
                return new(kind, (b, _, z) => b.Multiples(z, step), () => Each(n, i => i == 0 ? [(double.NegativeInfinity, double.PositiveInfinity, 0)] : [.. Enumerable.Range(-12, 25).Select(k => w0[i] + (k * step[i])).Where(x => x is >= 0 and <= 1).Select(x => (x, x, 0.0))]));
            case "FixedCost":
                (double[] above, double[] below) = (random.UniformVector(n, 0, 0.01), random.UniformVector(n, 0, 0.01));
                return new(kind, (b, _, z) => b.FixedCost(z, above, below), () => Each(n, i => [(w0[i], w0[i], 0), (w0[i], double.PositiveInfinity, above[i]), (double.NegativeInfinity, w0[i], below[i])]));
            case "EitherOr":
                double[] sum = random.Vector(n, r => r.Chance(0.5) ? 1 : 0);
                (double low, double high) = (random.Uniform(0.1, 0.3), random.Uniform(0.6, 0.9));
                var map = new SumMap(sum);
                return new(kind, (b, w, _) => b.EitherOr(b.Image(map, w), [0], [low], [high], [1]), () => [Alternative.Free(n).WithRow(sum, 0, low), Alternative.Free(n).WithRow(sum, high, 1)]);
            case "Complementary":
                (double[] one, double[] other) = (random.NormalVector(n), random.NormalVector(n));
                (var first, var second) = (new SumMap(one), new SumMap(other));
                return new(kind, (b, w, _) => b.Complementary(b.Image(first, w), b.Image(second, w)), () => [Alternative.Free(n).WithRow(one, double.NegativeInfinity, 0), Alternative.Free(n).WithRow(other, double.NegativeInfinity, 0)]);
            default:
                (double threshold, double limit) = (random.Uniform(0.1, 0.35), random.Uniform(0.3, 0.9));
                return new(kind, (b, w, _) => b.SumAbove(w, threshold, limit), () => Masks(n).Select(mask => Held(mask, i => mask[i] ? (threshold, double.PositiveInfinity) : (double.NegativeInfinity, threshold)).WithRow([.. mask.Select(held => held ? 1.0 : 0.0)], double.NegativeInfinity, limit)));
        }
    }

    private static IEnumerable<bool[]> Masks(int n) => Enumerable.Range(0, 1 << n).Select(bits => Enumerable.Range(0, n).Select(i => (bits >> i & 1) != 0).ToArray());

    private static Alternative Held(bool[] mask, Func<int, (double Low, double High)> range)
    {
        Alternative way = Alternative.Free(mask.Length);
        for (int i = 0; i < mask.Length; i++) way = way.With(i, range(i).Low, range(i).High);
        return way;
    }

    /// <summary>Every combination of one range for each column.</summary>
    private static IEnumerable<Alternative> Each(int n, Func<int, (double Low, double High, double Cost)[]> ranges)
    {
        IEnumerable<Alternative> ways = [Alternative.Free(n)];
        for (int i = 0; i < n; i++)
        {
            int column = i;
            ways = ways.SelectMany(way => ranges(column).Select(range => way.With(column, range.Low, range.High, range.Cost)));
        }
        return ways;
    }
}
