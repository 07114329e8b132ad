using Rebalancing.Numerics;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// Risk budgeting: weights whose risk contributions w_i (Sw)_i are in given proportions, from min x'Sx / 2 - sum of b_i log(s_i x_i) with signs s and
/// w = x / sum of |x| (Maillard, Roncalli and Teiletche 2010; Spinu 2013). Unique for a positive definite covariance. A factor model keeps its structure.
/// </summary>
public static class RiskParity
{
    /// <summary>Weights whose sizes sum to one; contributions are proportional to the budgets to 1e-10 of each budget.</summary>
    /// <param name="risk">Covariance per year without zero variances.</param>
    /// <param name="budgets">Positive; only their proportions count. Null (default) makes them equal: equal risk contributions.</param>
    /// <param name="signs">+1 for long and -1 for short positions; null (default) makes all long, and the weights then sum to one.</param>
    public static AssetValues Weights(RiskModel risk, AssetValues? budgets = null, AssetValues? signs = null)
    {
        double[] weights = Unscaled(risk, budgets, signs);
        double size = 0;
        foreach (double w in weights) size += Math.Abs(w);
        Scale.By(1 / size, weights);
        return new AssetValues(risk.Universe, weights);
    }

    /// <summary>
    /// Risk budgeting within bounds on long weights that sum to one. Proportional: min x'Sx / 2 - c sum of b_i log x_i over lower &lt;= x &lt;= upper, with the c that makes
    /// the sum one. Geometric mean: min x'Sx / 2 - sum of b_i log x_i over lower_i t &lt;= x_i &lt;= upper_i t, t = sum(x), and w = x / t.
    /// </summary>
    /// <param name="risk">Covariance per year without zero variances.</param>
    /// <param name="lower">Smallest weights, not negative, at most one in all.</param>
    /// <param name="upper">Largest weights, positive, at least one in all; infinite where there is no bound.</param>
    /// <param name="budgets">Positive; only their proportions count. Null (default) makes them equal.</param>
    /// <param name="meaning">What budgets mean where bounds bind; default proportional contributions of the assets between their bounds.</param>
    public static AssetValues WeightsWithin(RiskModel risk, AssetValues lower, AssetValues upper, AssetValues? budgets = null, BoundedBudgets meaning = BoundedBudgets.Proportional)
    {
        if (!Enum.IsDefined(meaning)) throw new ArgumentOutOfRangeException(nameof(meaning), meaning, "unknown meaning of budgets within bounds");
        ArgumentNullException.ThrowIfNull(risk);
        Require.NotNegative(lower, "smallest weight", "risk budgets within bounds are for long portfolios; lower bounds must be finite and >= 0");
        (double[] low, double[] high) = PortfolioProgram.Bounds(risk, lower, upper);
        double[] b = Budgets(budgets, risk.Count, "a risk model", "assets");
        for (int i = 0; i < high.Length; i++)
            if (!(high[i] > 0)) throw new ArgumentException(FormattableString.Invariant($"upper weight for {PortfolioProgram.Label(risk.Universe, i)} is {high[i]}; an asset with a risk budget must be allowed. Leave it out of the universe."), nameof(upper));
        if (low.Sum() > 1 + 1e-12 || high.Sum() < 1 - 1e-12)
            throw new ArgumentException(FormattableString.Invariant($"Risk budgeting: no weights between the bounds sum to 1 (lower bounds sum to {low.Sum()}, upper bounds to {high.Sum()}). Widen the bounds."));
        return new AssetValues(risk.Universe, meaning == BoundedBudgets.Proportional ? new BoundedBudgetSolver(Matrix(risk), b, low, high).Solve() : LargestGeometricMean(risk, b, low, high));
    }

    private static double[] LargestGeometricMean(RiskModel risk, double[] budgets, double[] lower, double[] upper)
    {
        double typical = 0;
        for (int i = 0; i < risk.Count; i++) typical += PortfolioProgram.PositiveVariance(risk, i) / risk.Count;
        var builder = new ProgramBuilder();
        Block x = builder.Variables(risk.Count, "scaled weights");
        risk.Lower(builder, x, 1 / typical);
        builder.Log(x, budgets);
        ScaledWeights.Bound(builder, x, lower, upper);
        double[] weights = PortfolioProgram.Solve(builder, x, "Risk budgeting", "no weights are between the bounds.");
        Scale.By(1 / Sum.Of(weights), weights);
        return weights;
    }

    /// <summary>
    /// Budgets by asset from budgets by group: each group's budget is shared equally by its assets, so that the group contributes its share of the risk.
    /// </summary>
    /// <param name="grouping">Every asset is in a group.</param>
    /// <param name="budgets">A positive budget for every group; only their proportions count.</param>
    public static AssetValues GroupBudgets(Grouping grouping, IReadOnlyDictionary<string, double> budgets)
    {
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentNullException.ThrowIfNull(budgets);
        double[] byGroup = grouping.Values(budgets, double.NaN);
        var members = new int[grouping.Count];
        for (int i = 0; i < grouping.Universe.Count; i++)
        {
            int group = grouping.Of(i);
            if (group < 0) throw new ArgumentException($"'{grouping.Universe[i].Symbol}' (index {i}) is in no {grouping.Name}; risk budgets by group need every asset in one.", nameof(grouping));
            if (!(byGroup[group] > 0 && double.IsFinite(byGroup[group])))
                throw new ArgumentException(FormattableString.Invariant($"risk budget of {grouping.Name} '{grouping.Names[group]}' is {byGroup[group]}; every group needs a finite budget > 0"), nameof(budgets));
            members[group]++;
        }
        return grouping.Universe.Values(Enumerable.Range(0, grouping.Universe.Count).Select(i => byGroup[grouping.Of(i)] / members[grouping.Of(i)]).ToArray());
    }

    /// <summary>The minimiser x itself, with the budgets scaled to sum one: x_i (Sx)_i = b_i, so that x'Sx = 1.</summary>
    internal static double[] Unscaled(RiskModel risk, AssetValues? budgets, AssetValues? signs)
    {
        ArgumentNullException.ThrowIfNull(risk);
        int n = risk.Count;
        double[] b = Budgets(budgets, n, "a risk model", "assets"), s = Signs(signs, n, "a risk model", "assets");
        BudgetMatrix matrix = Matrix(risk);
        return RiskBudgetSolver.Solve(matrix, b, s, "Risk budgeting");
    }

    /// <summary>The covariance in its own form, without zero variances.</summary>
    private static BudgetMatrix Matrix(RiskModel risk)
    {
        BudgetMatrix matrix = risk is FactorModel factors ? new FactorBudgetMatrix(factors) : new DenseBudgetMatrix(((DenseRisk)risk).Matrix);
        for (int i = 0; i < risk.Count; i++)
            if (!(matrix.Diagonal(i) > 0)) PortfolioProgram.PositiveVariance(risk, i);
        return matrix;
    }

    /// <summary>Positive budgets with sum one.</summary>
    internal static double[] Budgets(AssetValues? budgets, int count, string whose, string what)
    {
        if (budgets is null) return [.. Enumerable.Repeat(1.0 / count, count)];
        Require.Positive(budgets, "risk budget", "budgets must be finite and > 0; leave out what shall have none");
        if (budgets.Count != count) throw new ArgumentException($"Got {budgets.Count} risk budgets for {whose} of {count} {what}.", nameof(budgets));
        double sum = Sum.Of(budgets.Span);
        return [.. budgets.Select(b => b / sum)];
    }

    /// <summary>Signs, all +1 by default.</summary>
    internal static double[] Signs(AssetValues? signs, int count, string whose, string what)
    {
        if (signs is null) return [.. Enumerable.Repeat(1.0, count)];
        if (signs.Count != count) throw new ArgumentException($"Got {signs.Count} signs for {whose} of {count} {what}.", nameof(signs));
        for (int i = 0; i < count; i++)
            if (Math.Abs(signs[i]) != 1) throw new ArgumentException(FormattableString.Invariant($"sign of {signs.Label(i)} is {signs[i]}; signs are +1 (long) or -1 (short)"), nameof(signs));
        return signs.Span.ToArray();
    }
}
