using Rebalancing.Models;

namespace Rebalancing;

/// <summary>
/// Risk models and scenarios from the tables that vendors send: comma, semicolon or tab between fields, a header, a point in decimals; lines that begin with # or ! are comments.
/// Assets of the file that the universe does not have are left out; assets of the universe that the file does not have are refused by name.
/// </summary>
public static class ModelCsv
{
    /// <summary>A factor model from three tables.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="loadings">One row an asset: its symbol, then its loading on each factor. The header names the factors.</param>
    /// <param name="factorCovariance">Yearly covariance of the factors: square, with names in the header and the first column; or long, three columns: factor, factor, covariance, each pair once.</param>
    /// <param name="specificVariances">Two columns: symbol and yearly specific variance.</param>
    /// <exception cref="FormatException">A table cannot be read; the message says where.</exception>
    public static FactorModel ReadFactorModel(Universe universe, TextReader loadings, TextReader factorCovariance, TextReader specificVariances)
    {
        ArgumentNullException.ThrowIfNull(universe);
        CsvSource table = CsvSource.Read(loadings, "factor loadings");
        if (table.Header.Length < 2) throw new FormatException("factor loadings: one column; expected a symbol and at least one factor.");
        string[] factors = table.Header[1..];
        int[] rows = table.RowsOf(universe.Symbols);
        var values = new double[factors.Length * universe.Count];
        for (int i = 0; i < rows.Length; i++)
            for (int k = 0; k < factors.Length; k++) values[(i * factors.Length) + k] = table.Number(rows[i], k + 1);

        CsvSource specific = CsvSource.Read(specificVariances, "specific variances");
        if (specific.Header.Length != 2) throw new FormatException($"specific variances: {specific.Header.Length} columns; expected symbol and variance.");
        double[] variances = [.. specific.RowsOf(universe.Symbols).Select(row => specific.Number(row, 1))];
        double[] covariance = Covariance(CsvSource.Read(factorCovariance, "factor covariance"), factors, "factor covariance");
        return FactorModel.Full(DenseMap.FromColumns(values, factors.Length, universe.Count), covariance, universe.Values(variances)).WithFactorNames(factors);
    }

    /// <summary>A covariance entry by entry.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="covariance">Yearly: square, with symbols in the header and the first column; or long, three columns: symbol, symbol, covariance, each pair once.</param>
    /// <exception cref="FormatException">The table cannot be read; the message says where.</exception>
    public static DenseRisk ReadCovariance(Universe universe, TextReader covariance)
    {
        ArgumentNullException.ThrowIfNull(universe);
        return DenseRisk.FromRows(Covariance(CsvSource.Read(covariance, "covariance"), universe.Symbols, "covariance"), universe.Count, universe);
    }

    /// <summary>Scenarios, equally likely or with a column "probability".</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="scenarios">One row a scenario: the returns of the assets that the header names, fractions over one period.</param>
    /// <param name="periodYears">Length of the period a scenario spans, in years: 1/252.0 for a trading day.</param>
    /// <exception cref="FormatException">The table cannot be read; the message says where.</exception>
    public static ScenarioSet ReadScenarios(Universe universe, TextReader scenarios, double periodYears)
    {
        ArgumentNullException.ThrowIfNull(universe);
        CsvSource table = CsvSource.Read(scenarios, "scenarios");
        int[] columns = table.ColumnsOf(universe.Symbols);
        int probability = Array.FindIndex(table.Header, name => string.Equals(name, "probability", StringComparison.OrdinalIgnoreCase));
        var returns = new double[table.Rows * universe.Count];
        for (int s = 0; s < table.Rows; s++)
            for (int i = 0; i < columns.Length; i++) returns[(s * universe.Count) + i] = table.Number(s, columns[i]);
        double[]? probabilities = probability < 0 ? null : [.. Enumerable.Range(0, table.Rows).Select(s => table.Number(s, probability))];
        return ScenarioSet.Over(returns, universe.Count, periodYears, universe, probabilities);
    }

    private static double[] Covariance(CsvSource table, IReadOnlyList<string> names, string what)
    {
        var values = new double[names.Count * names.Count];
        if (IsLong(table, names)) return Long(table, names, what, values);
        int[] rows = table.RowsOf(names), columns = table.ColumnsOf(names);
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < columns.Length; j++) values[(i * names.Count) + j] = table.Number(rows[i], columns[j]);
        return values;
    }

    /// <summary>Three columns whose header does not name what is correlated.</summary>
    private static bool IsLong(CsvSource table, IReadOnlyList<string> names) => table.Header.Length == 3 && !names.Contains(table.Header[2]);

    private static double[] Long(CsvSource table, IReadOnlyList<string> names, string what, double[] values)
    {
        int n = names.Count;
        var index = Enumerable.Range(0, n).ToDictionary(i => names[i], i => i, StringComparer.Ordinal);
        var known = new bool[values.Length];
        for (int row = 0; row < table.Rows; row++)
        {
            if (!index.TryGetValue(table.Text(row, 0), out int i) || !index.TryGetValue(table.Text(row, 1), out int j)) continue;
            if (known[(i * n) + j]) throw new FormatException($"{what}: the pair {names[i]}, {names[j]} appears twice.");
            values[(i * n) + j] = values[(j * n) + i] = table.Number(row, 2);
            known[(i * n) + j] = known[(j * n) + i] = true;
        }
        for (int p = 0; p < known.Length; p++)
            if (!known[p]) throw new FormatException($"{what}: no entry for the pair {names[p / n]}, {names[p % n]}.");
        return values;
    }
}
