using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.Tests.Certificates;

/// <summary>
/// For every kind of function and limit: the certificate is closed at the optimum, and opens when the point is moved or the multipliers are changed. One that could not open would prove nothing.
/// </summary>
public class CertificateKindTests
{
    private const int Count = 6;

    /// <summary>What is left at the optimum, solved to 1e-10.</summary>
    private const double Closed = 1e-8;

    /// <summary>A point moved by 0.03 in each of six columns costs at least 0.5 * 0.1 * 6 * 0.03^2 = 2.7e-4 of curvature, or breaks a limit by more.</summary>
    private const double Moved = 0.03, Open = 1e-5;

    /// <summary>More than the slopes of all costs.</summary>
    private const double Dearer = 0.1;

    /// <summary>x of six columns, changes from a sixth each, and three dense rows of x.</summary>
    public sealed record Words(ProgramBuilder Builder, Block X, Block Change, Block Rows);

    private static IEnumerable<TestCaseData> Kinds()
    {
        TestCaseData Case(string name, Action<Words> say) => new TestCaseData(say).SetArgDisplayNames(name);
        yield return Case("linear", w => w.Builder.Linear(w.X, [0.1, -0.1, 0.05, 0, 0, -0.02]));
        yield return Case("quadratic on an image", w => w.Builder.Quadratic(w.Rows, [1, 2, 3]));
        yield return Case("kinks", w => w.Builder.Kinked(w.Change, Kinks(0.03)));
        yield return Case("pieces", w => w.Builder.Pieces(w.Change, Pieces()));
        foreach (double exponent in (double[])[1.2, 1.5, 2])
            yield return Case($"power {exponent}", w => w.Builder.Power(w.Change, Filled(0.2), exponent));
        yield return Case("log", w => w.Builder.Log(w.X, Filled(0.05)));
        yield return Case("covariance", w => w.Builder.Covariance(w.X, Matrix(), 2));
        yield return Case("bounds on a block", w => w.Builder.Bounds(w.X, Filled(0.1), Filled(0.2)));
        yield return Case("bounds on an offset", w => w.Builder.Bounds(w.Change, Filled(-0.02), Filled(0.03)));
        yield return Case("bounds on dense rows", w => w.Builder.Bounds(w.Rows, [-0.02, -0.02, -0.02], [0.02, 0.02, 0.02]));
        yield return Case("bounds on groups", w => w.Builder.Bounds(w.Builder.Image(new GroupMap([0, 0, 0, 1, 1, -1], 2), w.X), [0.45, 0], [1, 0.3]));
        yield return Case("sparse equality", w => w.Builder.Bounds(w.Builder.Image(new SparseMap(1, Count, [0, 2], [0, 5], [1, -1]), w.X), [0.05], [0.05]));
        yield return Case("budget of kinks", w => Charged(w, 0.05, b => b.Kinked(w.Change, Kinks(1))));
        yield return Case("budget of squares", w => Charged(w, 0.0005, b => b.Quadratic(w.Change, Filled(1))));
        yield return Case("budget of powers", w => Charged(w, 0.005, b => b.Power(w.Change, Filled(1), 1.5)));
        yield return Case("budget of a covariance", w => Charged(w, 0.0002, b => b.Covariance(w.Change, Matrix(), 1)));
        yield return Case("norm of fixed radius", w => Norm(w, w.Builder.BeginNorm, 0.03, b => b.Quadratic(w.Change, Filled(1))));
        yield return Case("norm of a covariance, fixed radius", w => Norm(w, w.Builder.BeginNorm, 0.02, b => b.Covariance(w.Change, Matrix(), 1)));
        yield return Case("norm over an image, fixed radius", w => Norm(w, w.Builder.BeginNorm, 0.02, b => b.Quadratic(w.Rows, [1, 1, 1])));
        yield return Case("norm in the objective", w => Radius(w, 0.05, b => b.Quadratic(w.Change, Filled(1))));
        yield return Case("norm of a covariance in the objective", w => Radius(w, 0.05, b => b.Covariance(w.X, Matrix(), 1)));
        yield return Case("network of flows", Flows);
        yield return Case("tail", Tail);
    }

    [TestCaseSource(nameof(Kinds))]
    public void Check_AtTheOptimum_IsClosed(Action<Words> say)
    {
        SolveResult result = Solve(say);
        Assert.That(Worth(new CertificateChecker(result.Solution.Program), result.Solution), Is.LessThan(Closed), result.Certificate.ToString());
    }

    [TestCaseSource(nameof(Kinds))]
    public void Check_PointMoved_Opens(Action<Words> say)
    {
        SolveResult result = Solve(say);
        Solution moved = Copy(result.Solution);
        for (int i = 0; i < Count; i++)
            moved.Columns.Values[i] += i % 2 == 0 ? Moved : -Moved;
        Assert.That(Worth(new CertificateChecker(moved.Program), moved), Is.GreaterThan(Open));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Check_MultipliersChanged_Opens(Action<Words> say)
    {
        SolveResult result = Solve(say);
        Solution changed = Copy(result.Solution);
        double[][] all = [changed.ImagePrices, changed.BudgetPrices, changed.NormPrices, .. changed.NetworkPrices];
        int tried = 0;
        foreach (double[] prices in all)
            for (int k = 0; k < prices.Length; k++)
            {
                double before = prices[k];
                if (Math.Abs(before) < 1e-3) continue;
                prices[k] = before + Dearer;
                double dearer = Worth(new CertificateChecker(changed.Program), changed);
                prices[k] = 0.5 * before;
                Assert.That(Math.Max(dearer, Worth(new CertificateChecker(changed.Program), changed)), Is.GreaterThan(Open), $"price {before}");
                prices[k] = before;
                tried++;
            }

        Assert.That(tried, Is.GreaterThan(0));
    }

    /// <summary>The largest of the gap, the violation and the slope that nothing holds.</summary>
    private static double Worth(CertificateChecker checker, Solution solution)
    {
        Certificate certificate = checker.Check(solution);
        return Math.Max(Math.Abs(certificate.Gap), Math.Max(certificate.PrimalResidual, certificate.DualResidual));
    }

    /// <summary>0.05 x'x - mu'x with sum x = 1, and the words of the kind.</summary>
    private static SolveResult Solve(Action<Words> say)
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(Count, "x");
        builder.Quadratic(x, Filled(0.1));
        builder.Linear(x, [-0.03, -0.01, 0, 0.01, 0.02, -0.04]);
        builder.Bounds(builder.Image(new SumMap(Count), x), [1], [1]);
        say(new Words(builder, x, builder.Offset(x, Filled(1.0 / Count)), builder.Image(DenseMap.FromRows(Loadings(), 3, Count), x)));
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-10 }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), string.Join(Environment.NewLine, result.Log));
        return result;
    }

    private static Solution Copy(Solution from)
    {
        var copy = new Solution(from.Program);
        copy.FitFlows();
        copy.TakeValues(from);
        copy.TakeMultipliers(from);
        return copy;
    }

    private static double[] Filled(double value) => [.. Enumerable.Repeat(value, Count)];

    private static double[] Loadings() => [0.5, -0.3, 0.2, 0.1, -0.4, 0.3, 0.1, 0.6, -0.2, 0.3, 0.2, -0.5, -0.2, 0.1, 0.4, -0.6, 0.3, 0.2];

    private static Kink Kinks(double slope) => new() { At = new double[Count], SlopeBelow = Filled(-slope), SlopeAbove = Filled(slope) };

    private static ConvexPieces Pieces()
    {
        int[] start = [0, 2, 4, 6, 8, 10, 12];
        double[] breaks = [.. Enumerable.Range(0, Count).SelectMany(_ => (double[])[-0.01, 0.02])], steps = [.. Enumerable.Range(0, Count).SelectMany(_ => (double[])[0.02, 0.03])];
        return new ConvexPieces { Start = start, FirstSlope = Filled(-0.02), Breaks = breaks, SlopeStep = steps };
    }

    /// <summary>F'F + 0.05 I.</summary>
    private static CovarianceMatrix Matrix()
    {
        double[] f = Loadings(), s = new double[Count * Count];
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++)
                s[(i * Count) + j] = Enumerable.Range(0, 3).Sum(r => f[(r * Count) + i] * f[(r * Count) + j]) + (i == j ? 0.05 : 0);
        return CovarianceMatrix.FromRows(s, Count);
    }

    private static void Charged(Words w, double limit, Action<ProgramBuilder> say)
    {
        w.Builder.Weight = 0;
        w.Builder.ChargeTo(w.Builder.AddBudget(limit), 1);
        say(w.Builder);
        w.Builder.ChargeTo(-1, 0);
        w.Builder.Weight = 1;
    }

    private static void Norm(Words w, Func<double, int> begin, double radius, Action<ProgramBuilder> say)
    {
        begin(radius);
        say(w.Builder);
        w.Builder.EndNorm();
    }

    private static void Radius(Words w, double price, Action<ProgramBuilder> say)
    {
        Block radius = w.Builder.Variables(1, "radius");
        w.Builder.Linear(radius, [price]);
        w.Builder.BeginNorm(radius);
        say(w.Builder);
        w.Builder.EndNorm();
    }

    /// <summary>Two lots of each asset and purchases, at prices of their own.</summary>
    private static void Flows(Words w)
    {
        int[] coordinate = [.. Enumerable.Range(0, 3 * Count).Select(f => f / 3)];
        double[] sign = [.. coordinate.Select((_, f) => f % 3 == 0 ? 1.0 : -1)];
        Block flows = w.Builder.Flows(w.Change, coordinate, sign, [.. sign.Select(s => s > 0 ? double.PositiveInfinity : 1.0 / 12)], "lots");
        w.Builder.Linear(flows, [.. sign.Select((s, f) => s > 0 ? 0.002 : 0.003 * (f % 3))]);
    }

    /// <summary>0.2 times the mean of what the rows fall short of a threshold, less the threshold.</summary>
    private static void Tail(Words w)
    {
        Block threshold = w.Builder.Variables(1, "threshold");
        w.Builder.Linear(threshold, [-0.2]);
        w.Builder.Kinked(w.Builder.Shifted(w.Rows, threshold), new Kink { At = new double[3], SlopeBelow = [-0.15, -0.15, -0.15], SlopeAbove = new double[3] });
    }
}
