using System.Globalization;

namespace Rebalancing.Solvers.Tests.Random;

/// <summary>One random program solved by every engine and backend that takes it, and what is wrong with the answers.</summary>
internal sealed class RandomCase
{
    private static readonly SolverSettings Reference = new() { Engine = EngineKind.InteriorPoint, Kkt = KktChoice.DenseReference };

    private static readonly (string Name, SolverSettings Settings)[] Others =
    [
        ("own choice", new SolverSettings()),
        ("rows", new SolverSettings { Engine = EngineKind.InteriorPoint, Kkt = KktChoice.Rows }),
        ("columns", new SolverSettings { Engine = EngineKind.InteriorPoint, Kkt = KktChoice.Columns }),
        ("working columns", new SolverSettings { Engine = EngineKind.InteriorPoint, Kkt = KktChoice.WorkingColumns }),
        ("dual Newton", new SolverSettings { Engine = EngineKind.DualNewton }),
    ];

    private readonly int seed;
    private readonly Twin twin;
    private readonly PlainProgram program;
    private readonly double[][] anchor;
    private readonly List<string> faults = [];

    private RandomCase(TestRandom random, Twin twin, double mostDecades)
    {
        seed = random.Seed;
        this.twin = twin;
        (program, double[][] point, Knobs) = ProgramGenerator.Make(random, twin, mostDecades);
        anchor = program.Complete(b => point[b]);
    }

    public RandomKnobs Knobs { get; }

    /// <summary>Iterations by solver name.</summary>
    public Dictionary<string, int> Iterations { get; } = [];

    /// <summary>Which engine the dual Newton request ended in.</summary>
    public EngineKind DualNewtonRan { get; private set; }

    /// <summary>What was wrong; empty when everything was right.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Solves the program of a random sequence by all means and judges the answers.</summary>
    public static RandomCase Run(TestRandom random, Twin twin, double mostDecades = RandomKnobs.MostDecades)
    {
        var run = new RandomCase(random, twin, mostDecades);
        double reference = run.Judge("dense reference", Reference);
        foreach ((string name, SolverSettings settings) in Others)
        {
            double objective = run.Judge(name, settings);
            double size = 1 + run.program.ObjectiveSize(run.anchor);
            if (twin != Twin.Infeasible && Math.Abs(objective - reference) > Tolerances.SolverAgreement * size)
            {
                run.Fault(name, $"objective {objective:R}, the dense reference found {reference:R}");
            }
        }
        return run;
    }

    /// <summary>How a twin's program must end.</summary>
    public static SolveStatus ExpectedOf(Twin twin) => twin switch
    {
        Twin.Solvable => SolveStatus.Optimal,
        Twin.Infeasible => SolveStatus.Infeasible,
        _ => SolveStatus.Unbounded,
    };

    /// <summary>The objective by plain evaluation, or NaN when there is no optimum to have.</summary>
    private double Judge(string name, SolverSettings settings)
    {
        var solver = new ProgramSolver(program.Record(), settings);
        SolveResult result = solver.Solve();
        Iterations[name] = result.Iterations;
        if (settings.Engine == EngineKind.DualNewton) DualNewtonRan = result.Engine;
        SolveStatus expected = ExpectedOf(twin);
        if (result.Status != expected)
        {
            Fault(name, $"status {result.Status} after {result.Iterations} iterations, expected {expected}");
            return double.NaN;
        }
        if (expected != SolveStatus.Optimal)
        {
            if (!double.IsNaN(result.Objective)) Fault(name, $"objective {result.Objective:R} without an optimum");
            return double.NaN;
        }
        return JudgeOptimum(name, result);
    }

    private double JudgeOptimum(string name, SolveResult result)
    {
        double[][] values = program.Values(result);
        double objective = program.Objective(values);
        double size = 1 + program.ObjectiveSize(values);
        double violation = program.Violation(values);
        Certificate certificate = result.Certificate;
        if (!(violation <= Tolerances.Residual)) Fault(name, $"violation {violation:R} by plain evaluation");
        if (!(Math.Abs(objective - result.Objective) <= Tolerances.Summation * size)) Fault(name, $"objective {result.Objective:R}, by plain evaluation {objective:R}");
        if (!(objective <= program.Objective(anchor) + (Tolerances.SolverAgreement * size))) Fault(name, $"objective {objective:R} above the anchor's {program.Objective(anchor):R}");
        if (!(certificate.Gap <= Tolerances.SolverAgreement * size)) Fault(name, $"certified gap {certificate.Gap:R} at objective {objective:R}");
        return objective;
    }

    private void Fault(string name, FormattableString what) =>
        faults.Add($"seed {seed} {twin}, {name}: {what.ToString(CultureInfo.InvariantCulture)}");
}
