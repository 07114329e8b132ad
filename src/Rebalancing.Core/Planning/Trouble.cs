using Rebalancing.Lowering;
using Rebalancing.Mandates;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>Sentences about mandates that have no best plan, or none that a solver can find: names of assets and costs.</summary>
internal static class Trouble
{
    /// <summary>Assets that a sentence names; the others are counted.</summary>
    private const int MostNames = 4;

    /// <summary>Which assets run away, and which cost pays for it.</summary>
    public static IReadOnlyList<string> OfUnbounded(Mandate mandate, Account account, ReadOnlySpan<double> ray)
    {
        double largest = 0;
        foreach (double x in ray) largest = Math.Max(largest, Math.Abs(x));
        if (!(largest > 0) || !double.IsFinite(largest)) return [];
        double[] direction = new double[ray.Length];
        for (int i = 0; i < ray.Length; i++) direction[i] = Math.Abs(ray[i]) > 1e-6 * largest ? ray[i] / largest : 0;
        string bought = Names(account.Universe, direction, +1), sold = Names(account.Universe, direction, -1);
        string moves = (bought.Length > 0, sold.Length > 0) switch
        {
            (true, true) => $"{bought} bought and {sold} sold",
            (true, false) => $"{bought} bought",
            _ => $"{sold} sold",
        };

        var script = new MandateScript(mandate);
        var evaluator = new EvaluatingWriter(script);
        double[] near = Values(evaluator, mandate, account, direction, 1e5), far = Values(evaluator, mandate, account, direction, 2e5);
        int driver = 0;
        double rate = 0;
        for (int i = 0; i < near.Length; i++)
        {
            double slope = script.WeightOf(i) * (far[i] - near[i]) / 1e5;
            if (slope < rate) (driver, rate) = (i, slope);
        }
        string payer = rate < 0 ? FormattableString.Invariant($"{mandate.Objective.Parts[driver].Term.Name} pays {MeasureText.Fraction(-rate)} a year for each 100 % of account value moved, and no cost that grows faster and no limit stops it.") : "no cost and no limit stops it.";
        return [$"The objective falls without end with {moves}: {payer}"];
    }

    /// <summary>Whose numbers upset the solver: too far apart in size, too large to mean anything, or a covariance that is singular but for rounding. Never empty.</summary>
    public static IReadOnlyList<string> OfNumbers(Mandate mandate, Account account, StructuredProgram program)
    {
        List<string> found = [];
        if (ScaleSuspect.Of(program) is { } scale)
            found.Add(FormattableString.Invariant($"The numbers of {Owner(scale.Owner)} differ too much in size: {scale.Smallest:G3} for {At(scale.SmallestAt)} and {scale.Largest:G3} for {At(scale.LargestAt)}."));
        if (SizeSuspect.Of(program) is { } size)
            found.Add(size.IsBound
                ? FormattableString.Invariant($"A bound of {Owner(size.Owner)} is {size.Number:G3}; a limit that is not meant to hold is left out, or infinite.")
                : FormattableString.Invariant($"A coefficient of {Owner(size.Owner)} is {size.Number:G3} for {At(size.At)}; holdings are fractions of account value, so it should be in a unit that keeps it near one."));
        if (DependenceSuspect.Of(program) is { } dependence)
            found.Add(FormattableString.Invariant($"The covariance of {Owner(dependence.Owner)} is singular but for rounding: {At(dependence.At)} follows from the assets before it, and only {dependence.Left:G2} of its variance is its own."));
        return found.Count > 0 ? found : ["The solver could not reach its tolerance, and no cost's or limit's numbers stand out by their size or by a singular covariance."];

        string Owner(int owner) => owner >= 0 && owner < mandate.Owners ? mandate.Owner(owner).Name : "cash";
        string At(int i) => i < account.Universe.Count ? account.Universe[i].Symbol : FormattableString.Invariant($"row {i}");
    }

    private static double[] Values(EvaluatingWriter evaluator, Mandate mandate, Account account, double[] direction, double length)
    {
        double[] weights = account.Weights.ToArray();
        double cash = account.CashWeight;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] += length * direction[i];
            cash -= length * direction[i];
        }
        evaluator.Evaluate(account.View, weights, cash);
        return [.. Enumerable.Range(0, mandate.Objective.Parts.Count).Select(i => evaluator.Owners[i].Value)];
    }

    private static string Names(Universe universe, double[] direction, int sign)
    {
        int[] moving = [.. Enumerable.Range(0, direction.Length).Where(i => sign * direction[i] > 0.01).OrderByDescending(i => Math.Abs(direction[i])).ThenBy(i => universe[i].Symbol, StringComparer.Ordinal)];
        string names = string.Join(", ", moving.Take(MostNames).Select(i => universe[i].Symbol));
        return moving.Length > MostNames ? FormattableString.Invariant($"{names} and {moving.Length - MostNames} more") : names;
    }
}
