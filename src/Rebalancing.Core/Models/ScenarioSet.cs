using System.Globalization;
using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>
/// What may happen over one period: scenarios with probabilities, each with a return for every asset. Held by reference and checked once, as a matrix
/// (scenarios x assets) or as factor scenarios with loadings, of which the large matrix is never formed.
/// </summary>
/// <remarks>Immutable; safe to share between threads. Returns are fractions of an asset's value over <see cref="PeriodYears"/>.</remarks>
public sealed partial class ScenarioSet
{
    private const double SumTolerance = 1e-9;

    private readonly double[] _probabilities;
    private readonly IReadOnlyDictionary<int, string> _names;
    private readonly Lazy<double[]> _means;
    private readonly Lazy<DenseMap> _centred;

    private ScenarioSet(DenseMap map, DenseMap? loadings, double[]? probabilities, double periodYears, Universe? universe, IReadOnlyDictionary<int, string>? names)
    {
        Map = map;
        Loadings = loadings;
        MinusIdentity = loadings is null ? null : ScaledIdentity(loadings.Rows, -1.0);
        Assets = loadings?.Columns ?? map.Columns;
        if (map.Rows == 0 || Assets == 0) throw new ArgumentException($"A scenario set needs at least one scenario and one asset; found {map.Rows} and {Assets}.");
        if (universe is not null && universe.Count != Assets) throw new ArgumentException($"The scenarios are for {Assets} assets, but the universe has {universe.Count}.", nameof(universe));
        PeriodYears = Require.Positive(periodYears, "period of the scenarios", "it is a number of years (1/252.0 for a trading day) and must be finite and > 0");
        Universe = universe;
        IsEquallyLikely = probabilities is null;
        _probabilities = probabilities ?? Equal(map.Rows);
        _names = names ?? new Dictionary<int, string>();
        _means = new Lazy<double[]>(ComputeMeans);
        _centred = new Lazy<DenseMap>(Centre);
    }

    /// <summary>Over the caller's own array, without a copy: returns[s * assets + i] is asset i in scenario s. The array must not change afterwards.</summary>
    /// <param name="returns">Scenario after scenario, fractions of value over one period, finite.</param>
    /// <param name="assets">Assets in a scenario; at least 1.</param>
    /// <param name="periodYears">Length of the period a scenario spans, in years: 1/252.0 for a trading day.</param>
    /// <param name="universe">The assets, if known: messages and results then carry names.</param>
    /// <param name="probabilities">One a scenario, not negative, sum one; null (default) for equally likely scenarios.</param>
    public static ScenarioSet Over(double[] returns, int assets, double periodYears, Universe? universe = null, IReadOnlyList<double>? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (returns.Length % assets != 0) throw new ArgumentException($"{returns.Length} returns do not divide into scenarios of {assets} assets.", nameof(returns));
        int scenarios = returns.Length / assets;
        return new ScenarioSet(Checked(returns, scenarios, assets, universe), null, Probabilities(probabilities, scenarios), periodYears, universe, null);
    }

    /// <summary>Over the numbers of a mapped file, row after row.</summary>
    internal static ScenarioSet OverMemory(ReadOnlyMemory<double> returns, string file, int assets, double periodYears, Universe? universe, IReadOnlyList<double>? probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (returns.Length % assets != 0) throw new ArgumentException($"The {returns.Length} returns of '{file}' do not divide into scenarios of {assets} assets.", nameof(assets));
        int scenarios = returns.Length / assets;
        return new ScenarioSet(Checked(returns, scenarios, assets, universe), null, Probabilities(probabilities, scenarios), periodYears, universe, null) { File = file };
    }

    /// <summary>From a table of scenarios x assets, copied.</summary>
    /// <inheritdoc cref="Over"/>
    public static ScenarioSet FromRows(double[,] returns, double periodYears, Universe? universe = null, IReadOnlyList<double>? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        return Over([.. returns.Cast<double>()], Math.Max(1, returns.GetLength(1)), periodYears, universe, probabilities);
    }

    /// <summary>Each stretch of past periods is a scenario: what happened may happen again.</summary>
    /// <param name="history">Simple returns without gaps.</param>
    /// <param name="window">Periods in a scenario, at least 1 (default); windows overlap and returns compound inside one.</param>
    /// <param name="decay">How fast old windows lose probability; default <see cref="Decay.None"/>.</param>
    public static ScenarioSet FromHistory(ReturnSeries history, int window = 1, Decay? decay = null) => ScenarioHistory.Read(history, window, decay);

    /// <summary>Factor scenarios with loadings: the return of asset i in scenario s is the sum over factors of factor return times loading. Specific risk is not in it.</summary>
    /// <param name="factorReturns">Scenarios x factors; build it with <see cref="DenseMap.FromRows"/> or <see cref="DenseMap.OverRows"/>.</param>
    /// <param name="loadings">Factors x assets; build it with <see cref="DenseMap.FromColumns"/>.</param>
    /// <param name="periodYears">Length of the period a scenario spans, in years.</param>
    /// <param name="universe">The assets, if known.</param>
    /// <param name="probabilities">One a scenario, not negative, sum one; null (default) for equally likely scenarios.</param>
    public static ScenarioSet FromFactors(DenseMap factorReturns, DenseMap loadings, double periodYears, Universe? universe = null, IReadOnlyList<double>? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(factorReturns);
        ArgumentNullException.ThrowIfNull(loadings);
        if (factorReturns.Columns != loadings.Rows) throw new ArgumentException($"The factor scenarios have {factorReturns.Columns} factors, the loadings {loadings.Rows}; expected the same number.", nameof(loadings));
        if (factorReturns.IsByColumn) throw new ArgumentException("Factor scenarios are kept row by row: build them with DenseMap.FromRows or DenseMap.OverRows.", nameof(factorReturns));
        return new ScenarioSet(factorReturns, loadings, Probabilities(probabilities, factorReturns.Rows), periodYears, universe, null);
    }

    /// <summary>Number of scenarios.</summary>
    public int Count => Map.Rows;

    /// <summary>Number of assets.</summary>
    public int Assets { get; }

    /// <summary>Length of the period that a scenario spans, in years.</summary>
    public double PeriodYears { get; }

    /// <summary>The assets; null when only their number is known.</summary>
    public Universe? Universe { get; }

    /// <summary>Whether all scenarios were given the same probability.</summary>
    public bool IsEquallyLikely { get; }

    /// <summary>Name, without its folder, of the mapped file that the returns lie in (see <see cref="ScenarioFile"/>); null where they are in memory.</summary>
    public string? File { get; private init; }

    /// <summary>Whether returns are factor scenarios times loadings.</summary>
    public bool IsByFactors => Loadings is not null;

    /// <summary>Probability of each scenario; sum one.</summary>
    public ReadOnlySpan<double> Probabilities() => _probabilities;

    /// <summary>Name of a scenario: of a stress event its name, otherwise "scenario 17".</summary>
    public string NameOf(int scenario) => _names.TryGetValue(InRange(scenario), out string? name) ? name : string.Create(CultureInfo.InvariantCulture, $"scenario {scenario}");

    /// <summary>Return of an asset in a scenario, fraction of its value.</summary>
    public double this[int scenario, int asset]
    {
        get
        {
            if (asset < 0 || asset >= Assets) throw new ArgumentOutOfRangeException(nameof(asset), asset, $"there are {Assets} assets");
            ReadOnlySpan<double> row = Map.Storage.Slice(InRange(scenario) * Map.Stride, Map.Columns);
            if (Loadings is null) return row[asset];
            double sum = 0;
            for (int k = 0; k < row.Length; k++) sum += row[k] * Loading(k, asset);
            return sum;
        }
    }

    /// <summary>Mean return of each asset over the scenarios, per period.</summary>
    public ReadOnlySpan<double> Means => _means.Value;

    /// <summary>Return of a portfolio in every scenario.</summary>
    /// <param name="weights">One weight an asset.</param>
    /// <param name="returns">Receives one return a scenario.</param>
    public void PortfolioReturns(ReadOnlySpan<double> weights, Span<double> returns)
    {
        if (weights.Length != Assets || returns.Length != Count) throw new ArgumentException($"Got {weights.Length} weights and room for {returns.Length} returns; the set has {Assets} assets and {Count} scenarios.");
        if (Loadings is null)
        {
            Map.Apply(weights, returns);
            return;
        }
        var exposures = new double[Loadings.Rows];
        Loadings.Apply(weights, exposures);
        Map.Apply(exposures, returns);
    }

    /// <summary>
    /// Writes the return of every asset in every scenario, 64-bit little endian, scenario after scenario: the form of a <see cref="ScenarioFile"/>. Several sets written one after the other are
    /// one larger set, so that a file can be made in parts that fit into memory.
    /// </summary>
    /// <param name="stream">Where the numbers go; not closed.</param>
    public void WriteReturns(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var row = new double[Assets];
        for (int s = 0; s < Count; s++)
        {
            CopyReturns(s, row);
            NumberFile.Write(stream, row);
        }
    }

    /// <summary>Scenarios x assets, or scenarios x factors.</summary>
    internal DenseMap Map { get; }

    /// <summary>Factors x assets; null where scenarios are given by asset.</summary>
    internal DenseMap? Loadings { get; }

    /// <summary>Minus the identity over the factors; null where scenarios are given by asset.</summary>
    internal SparseMap? MinusIdentity { get; }

    /// <summary><see cref="Map"/> less its mean row; made on first request.</summary>
    internal DenseMap Centred => _centred.Value;

    internal double[] ProbabilityArray => _probabilities;

    /// <summary>Largest probability of a scenario.</summary>
    internal double LargestProbability
    {
        get
        {
            double largest = 0;
            foreach (double probability in _probabilities) largest = Math.Max(largest, probability);
            return largest;
        }
    }

    /// <summary>A benchmark's weights as they are, or an exception where they do not fit these scenarios; null for none.</summary>
    internal AssetValues? Fitting(AssetValues? benchmark)
    {
        if (benchmark is null) return null;
        Require.Finite(benchmark, "benchmark weight");
        return benchmark.Count == Assets ? benchmark
            : throw new ArgumentException($"The benchmark has weights for {benchmark.Count} assets, the scenarios are for {Assets}; expected the same number.", nameof(benchmark));
    }

    internal void Validate(MandateCheck check, AssetValues? benchmark = null)
    {
        if (Universe is { } universe) check.Expect("scenarios", universe);
        else check.Expect("scenarios", Assets);
        if (benchmark is not null) check.Expect("benchmark weights", benchmark);
    }

    internal void CopyReturns(int scenario, Span<double> row)
    {
        ReadOnlySpan<double> run = Map.Storage.Slice(InRange(scenario) * Map.Stride, Map.Columns);
        if (Loadings is null)
        {
            run.CopyTo(row);
            return;
        }
        row.Clear();
        Loadings.AddTransposed(run, row);
    }

    internal static ScenarioSet Weighted(double[] returns, int assets, double[]? probabilities, double periodYears, Universe? universe) =>
        new(Checked(returns, returns.Length / assets, assets, universe), null, probabilities, periodYears, universe, null);

    private int InRange(int scenario) => scenario >= 0 && scenario < Count ? scenario : throw new ArgumentOutOfRangeException(nameof(scenario), scenario, $"there are {Count} scenarios");

    private double Loading(int factor, int asset) => Loadings!.Storage[Loadings.IsByColumn ? (asset * Loadings.Stride) + factor : (factor * Loadings.Stride) + asset];

    private double[] ComputeMeans()
    {
        var rowMeans = new double[Map.Columns];
        Map.AddTransposed(_probabilities, rowMeans);
        if (Loadings is null) return rowMeans;
        var means = new double[Assets];
        Loadings.AddTransposed(rowMeans, means);
        return means;
    }

    private DenseMap Centre()
    {
        var means = new double[Map.Columns];
        Map.AddTransposed(_probabilities, means);
        var values = new double[(long)Map.Rows * Map.Columns];
        ReadOnlySpan<double> storage = Map.Storage;
        for (int s = 0; s < Map.Rows; s++)
            for (int i = 0; i < Map.Columns; i++) values[(s * Map.Columns) + i] = storage[(s * Map.Stride) + i] - means[i];
        return DenseMap.OverRows(values, Map.Rows, Map.Columns);
    }

    /// <summary>A map over the numbers, or the first number that is not finite by scenario and asset.</summary>
    private static DenseMap Checked(ReadOnlyMemory<double> returns, int scenarios, int assets, Universe? universe) => DenseMap.OverMemory(returns, scenarios, assets, (row, column, value) =>
    {
        string asset = universe is not null && column < universe.Count ? $"'{universe[column].Symbol}' (column {column})" : $"asset {column}";
        return FormattableString.Invariant($"the return of {asset} in scenario {row} (row {row}, column {column}) is {value}; returns are fractions of value over one period and must be finite");
    });

    private static double[]? Probabilities(IReadOnlyList<double>? given, int scenarios)
    {
        if (given is null) return null;
        if (given.Count != scenarios) throw new ArgumentException($"Got {given.Count} probabilities for {scenarios} scenarios; expected one a scenario.", nameof(given));
        double sum = 0;
        for (int s = 0; s < scenarios; s++) sum += Require.NotNegative(given[s], $"probability of scenario {s}", "probabilities must be finite and >= 0");
        if (Math.Abs(sum - 1) > SumTolerance) throw new ArgumentException(FormattableString.Invariant($"The probabilities of the {scenarios} scenarios sum to {sum}; they must sum to 1."), nameof(given));
        return [.. given];
    }

    private static SparseMap ScaledIdentity(int order, double scale)
    {
        var values = new double[order];
        Array.Fill(values, scale);
        return new SparseMap(order, order, [.. Enumerable.Range(0, order + 1)], [.. Enumerable.Range(0, order)], values);
    }

    private static double[] Equal(int count)
    {
        var equal = new double[count];
        Array.Fill(equal, 1.0 / count);
        return equal;
    }
}
