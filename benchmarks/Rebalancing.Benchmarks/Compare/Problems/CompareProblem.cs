using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>
/// An instance as a user of the solver poses it: what a model owns is made once, the program is written in words that also
/// refill it, and what comes back is judged from the raw data.
/// </summary>
internal abstract class CompareProblem
{
    /// <summary>How many solves one run consists of; more than one on a frontier.</summary>
    public virtual int Steps => 1;

    /// <summary>Makes the maps and matrices that a model owns and all accounts share; timed apart from the solves.</summary>
    public abstract void MakeModel();

    /// <summary>Chooses the solve that the next <see cref="Write"/> poses.</summary>
    public virtual void Select(int step)
    {
    }

    /// <summary>Changes 1 % of the expected returns, differently for each run; the change is what a warm re-solve meets.</summary>
    public abstract void Perturb(int run);

    /// <summary>The owner keeps one asset that the answer trades where it is; which one depends on the run.</summary>
    public virtual void Override(int run, ReadOnlySpan<double> answer) => throw new NotSupportedException("overrides are posed for p3 alone");

    /// <summary>The day after the answer was traded: holdings moved by the returns of one scenario.</summary>
    public virtual void NextDay(int run, ReadOnlySpan<double> answer) => throw new NotSupportedException("a next day is posed for p3 alone");

    /// <summary>Says the program's words, to a builder that records or refills. Allocates nothing of its own.</summary>
    public abstract void Write(ProgramBuilder writer);

    /// <summary>The holdings of an answer.</summary>
    public abstract ReadOnlySpan<double> Holdings(SolveResult result);

    /// <summary>Judges the answer to what was last written.</summary>
    public abstract Assessment Assess(SolveResult result);

    /// <summary>The problem that an instance's name and the options ask for.</summary>
    /// <exception cref="NotSupportedException">The kind of problem is unknown, or nothing here solves it.</exception>
    public static CompareProblem Of(Instance instance, CompareOptions options) => instance.Kind switch
    {
        "p1" => new FactorProblem(instance, options.Impact ? TradingCosts.Impact : TradingCosts.Linear, options.Lots),
        "p2" => new CovarianceProblem(instance, options.Frontier),
        "p3" => options.Variant switch
        {
            "mandate" => new CvarMandateProblem(instance, CvarCompany.Mandate),
            "two-limits" => new CvarMandateProblem(instance, CvarCompany.TwoLimits),
            "lots" => new CvarMandateProblem(instance, CvarCompany.Lots),
            "flows" => new CvarMandateProblem(instance, CvarCompany.Flows),
            _ => new CvarProblem(instance, options.CvarLimit),
        },
        "p5" => new FactorProblem(instance, TradingCosts.Lots, options.Lots),
        var kind => throw new NotSupportedException($"{instance.Name}: a problem of kind '{kind}' is unknown; p1, p2, p3, p5 and p6 are known."),
    };

    /// <summary>Replaces every hundredth expected return, from a different place each run, by another one of the same kind of spread.</summary>
    protected static void PerturbHundredth(ReadOnlySpan<double> original, Span<double> changed, int run)
    {
        double mean = 0;
        double square = 0;
        foreach (double value in original)
        {
            mean += value / original.Length;
            square += value * value / original.Length;
        }

        double deviation = Math.Sqrt(square - (mean * mean));
        original.CopyTo(changed);
        for (int i = (17 * run) % Math.Min(100, original.Length); i < original.Length; i += 100)
        {
            // a fixed pattern from two deviations below the mean to two above it
            changed[i] = mean + (deviation * (((i / 100) + run) % 9 - 4) / 2);
        }
    }

    /// <summary>Bounds that keep one asset at its start weight: the run-th among those the answer moves by more than a thousandth; 0 and the cap for all others.</summary>
    protected static void FixOne(int run, ReadOnlySpan<double> answer, ReadOnlySpan<double> start, double cap, Span<double> lower, Span<double> upper)
    {
        lower.Clear();
        upper.Fill(cap);
        int moved = 0;
        for (int i = 0; i < answer.Length; i++)
        {
            moved += Math.Abs(answer[i] - start[i]) > 1e-3 ? 1 : 0;
        }

        for (int i = 0, at = 0; i < answer.Length && moved > 0; i++)
        {
            if (Math.Abs(answer[i] - start[i]) > 1e-3 && at++ == run % moved)
            {
                (lower[i], upper[i]) = (start[i], start[i]);
            }
        }
    }

    /// <summary>Weights after one scenario's returns, of an account that holds nothing else.</summary>
    protected static void Drift(ReadOnlySpan<double> weights, ReadOnlySpan<double> returns, Span<double> drifted)
    {
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            drifted[i] = weights[i] * (1 + returns[i]);
            total += drifted[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            drifted[i] /= total;
        }
    }

    /// <summary>An array of one repeated value.</summary>
    protected static double[] Constant(int length, double value)
    {
        var values = new double[length];
        Array.Fill(values, value);
        return values;
    }
}
