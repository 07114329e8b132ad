using System.Globalization;
using System.Text;

namespace Rebalancing.Solvers.Tests.Random;

/// <summary>
/// Random programs and their infeasible and unbounded twins, solved by every engine and backend: statuses, answers by plain
/// evaluation, certificates, and agreement with the dense reference.
/// </summary>
public class RandomProgramTests
{
    [TestCase(Twin.Solvable, 200)]
    [TestCase(Twin.Infeasible, 80)]
    [TestCase(Twin.Unbounded, 80)]
    public void Solve_RandomPrograms_EveryEngineIsRight(Twin twin, int count) => AssertAllRight(twin, Seeded(1, count));

    /// <summary>Columns and rows in units from 1e-4 to 1e4 beside budgets and powers: programs whose flows and dense rows a proximal term of one size would hold in place.</summary>
    [TestCase(Twin.Solvable, 1_002_685)]
    [TestCase(Twin.Solvable, 1_003_741)]
    [TestCase(Twin.Solvable, 1_006_000)]
    [TestCase(Twin.Solvable, 1_008_266)]
    [TestCase(Twin.Infeasible, 1_001_848)]
    [TestCase(Twin.Infeasible, 1_002_396)]
    [TestCase(Twin.Solvable, 2_000_246)]
    [TestCase(Twin.Solvable, 2_008_957)]
    [TestCase(Twin.Solvable, 1_007_503)]
    [TestCase(Twin.Solvable, 1_004_723)]
    [TestCase(Twin.Infeasible, 1_000_035)]
    [TestCase(Twin.Infeasible, 1_000_105)]
    [TestCase(Twin.Infeasible, 1_001_871)]
    [TestCase(Twin.Infeasible, 1_002_160)]
    [TestCase(Twin.Infeasible, 1_004_830)]
    public void Solve_BadlyScaledPrograms_EveryEngineIsRight(Twin twin, int seed) => AssertAllRight(twin, [TestRandom.WithPlainSeed(seed)]);

    /// <summary>20,000 programs in all; run by <c>dotnet test -c Release tests/Rebalancing.Solvers.Tests --filter TestCategory=Long</c>.</summary>
    [Category("Long")]
    [TestCase(Twin.Solvable, 10_000)]
    [TestCase(Twin.Infeasible, 5_000)]
    [TestCase(Twin.Unbounded, 5_000)]
    public void Solve_ManyRandomPrograms_EveryEngineIsRight(Twin twin, int count) => AssertAllRight(twin, Seeded(1_000_000, count));

    /// <summary>Units of columns and rows up to 1e-8 .. 1e8, coefficients from 1e-16 to 1e16: digits may run out, which a status says; none may be wrong.</summary>
    [Category("Long")]
    [TestCase(Twin.Solvable, 10_000)]
    [TestCase(Twin.Infeasible, 5_000)]
    [TestCase(Twin.Unbounded, 5_000)]
    public void Solve_ExtremeUnits_NoStatusIsWrong(Twin twin, int count)
    {
        int failures = 0;
        var wrong = new List<string>();
        foreach (TestRandom random in Seeded(6_000_000, count))
        {
            (PlainProgram program, _, _) = ProgramGenerator.Make(random, twin, RandomKnobs.ExtremeDecades);
            SolveStatus status = new ProgramSolver(program.Record(), new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve().Status;
            if (status == SolveStatus.NumericalFailure) failures++;
            else if (status != RandomCase.ExpectedOf(twin)) wrong.Add($"seed {random.Seed} {twin}: {status}");
        }

        TestContext.Out.WriteLine($"{count} {twin} programs in extreme units, {failures} ended as {SolveStatus.NumericalFailure}");
        Assert.That(wrong, Is.Empty);
    }

    private static IEnumerable<TestRandom> Seeded(int first, int count) => Enumerable.Range(first, count).Select(seed => new TestRandom(seed));

    private static void AssertAllRight(Twin twin, IEnumerable<TestRandom> cases, double mostDecades = RandomKnobs.MostDecades)
    {
        int count = 0;
        var faults = new List<string>();
        var iterations = new Dictionary<string, (long Total, int Most)>();
        int handedOver = 0;
        int wrong = 0;
        foreach (TestRandom random in cases)
        {
            RandomCase run = RandomCase.Run(random, twin, mostDecades);
            count++;
            wrong += run.Faults.Count > 0 ? 1 : 0;
            faults.AddRange(run.Faults);
            handedOver += run.DualNewtonRan == EngineKind.InteriorPoint ? 1 : 0;
            foreach ((string name, int taken) in run.Iterations)
            {
                (long total, int most) = iterations.GetValueOrDefault(name);
                iterations[name] = (total + taken, Math.Max(most, taken));
            }
        }

        TestContext.Out.WriteLine(Summary(twin, count, wrong, iterations, handedOver));
        Assert.That(faults, Is.Empty, string.Join(Environment.NewLine, faults.Take(40)));
    }

    private static string Summary(Twin twin, int count, int wrong, Dictionary<string, (long Total, int Most)> iterations, int handedOver)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{count} {twin} programs, {wrong} with a fault; dual Newton handed {handedOver} to the interior point");
        foreach ((string name, (long total, int most)) in iterations)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name}: {(double)total / count:F1} iterations on average, at most {most}");
        }
        return text.ToString();
    }
}
