using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>A rebalance seen by factors: exposures and risk before and after, and which trades moved which factor.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class FactorReport
{
    private readonly IReadOnlyList<double> _weightsBefore, _weightsAfter;
    private readonly Universe _universe;

    /// <param name="model">Whose factors count.</param>
    /// <param name="account">Where trading starts.</param>
    /// <param name="plan">A plan for this account.</param>
    /// <param name="target">Target exposures, one a factor; empty (default) when there are none.</param>
    public FactorReport(FactorModel model, Account account, Plan plan, ReadOnlySpan<double> target = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(plan);
        if (account.Universe.Count != model.Count) throw new ArgumentException($"The model is for {model.Count} assets and the account for {account.Universe.Count}.", nameof(model));
        if (target.Length > 0 && target.Length != model.FactorCount) throw new ArgumentException($"Got {target.Length} target exposures for {model.FactorCount} factors; expected one a factor, or none.", nameof(target));
        Model = model;
        _universe = account.Universe;
        _weightsBefore = plan.WeightsBefore;
        _weightsAfter = plan.WeightsAfter;
        Before = new RiskReport(model, [.. _weightsBefore]);
        After = new RiskReport(model, [.. _weightsAfter]);
        Target = target.Length == 0 ? null : target.ToArray();
    }

    /// <summary>Whose factors count.</summary>
    public FactorModel Model { get; }

    /// <summary>Exposures and risk contributions before trading.</summary>
    public RiskReport Before { get; }

    /// <summary>Exposures and risk contributions after trading.</summary>
    public RiskReport After { get; }

    /// <summary>Target exposures; null when there are none.</summary>
    public IReadOnlyList<double>? Target { get; }

    /// <summary>Change of the exposure to one factor.</summary>
    public double Change(int factor) => After.FactorExposures[factor] - Before.FactorExposures[factor];

    /// <summary>The trades that moved one factor, largest effect first (ties by symbol); together they make up its change.</summary>
    /// <param name="factor">Number of the factor.</param>
    public IReadOnlyList<FactorMove> MovedBy(int factor)
    {
        if (factor < 0 || factor >= Model.FactorCount) throw new ArgumentOutOfRangeException(nameof(factor), $"factor {factor} does not exist; the model has {Model.FactorCount} factors, from 0");
        var loadings = new double[Model.Count];
        Model.Loadings.CopyRow(factor, loadings);
        return [.. Enumerable.Range(0, loadings.Length)
            .Select(i => new FactorMove(_universe[i].Symbol, _weightsAfter[i] - _weightsBefore[i], loadings[i] * (_weightsAfter[i] - _weightsBefore[i])))
            .Where(move => move.Change != 0).OrderByDescending(move => Math.Abs(move.Change)).ThenBy(move => move.Symbol, StringComparer.Ordinal)];
    }

    /// <summary>The trades that moved the factor of this name.</summary>
    public IReadOnlyList<FactorMove> MovedBy(string factor) => MovedBy(Model.FactorIndex(factor));

    /// <summary>A table: each factor's exposure before, after and wanted, its share of the variance before and after, and the trades that moved it most.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Math.Max(12, Model.FactorNames.Max(name => name.Length) + 2);
        text.Append("Exposure".PadRight(width)).Append("  before   after").Append(Target is null ? "" : "  wanted").Append("  risk before  risk after  moved most by\n");
        for (int k = 0; k < Model.FactorCount; k++)
        {
            text.Append(Model.FactorNames[k].PadRight(width)).Append(Number(Before.FactorExposures[k])).Append(Number(After.FactorExposures[k])).Append(Target is null ? "" : Number(Target[k]));
            text.Append(Percent(Share(Before, k), 13)).Append(Percent(Share(After, k), 12));
            text.Append("  ").AppendJoin(", ", MovedBy(k).Take(2).Select(move => string.Create(CultureInfo.InvariantCulture, $"{move.Symbol} {Zero(move.Change, 3):+0.000;-0.000;0.000}"))).Append('\n');
        }
        text.Append("Specific".PadRight(width)).Append(' ', Target is null ? 16 : 24);
        text.Append(Percent(Before.SpecificContribution / Before.Volatility, 13)).Append(Percent(After.SpecificContribution / After.Volatility, 12)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Volatility {100 * Before.Volatility:0.00} % before, {100 * After.Volatility:0.00} % after\n");
        return text.ToString();
    }

    private static double Share(RiskReport report, int factor) => report.FactorContributions[factor] / report.Volatility;

    private static string Number(double exposure) => Zero(exposure, 3).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(8);

    private static string Percent(double share, int width) => (Zero(100 * share, 1).ToString("0.0", CultureInfo.InvariantCulture) + " %").PadLeft(width);

    /// <summary>Rounded, and without the sign of a zero.</summary>
    private static double Zero(double value, int digits) => Math.Round(value, digits) + 0.0;
}
