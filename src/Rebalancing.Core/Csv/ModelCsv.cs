using Rebalancing.Csv;

namespace Rebalancing;

/// <summary>
/// Risk models, scenarios and returns from the tables that vendors send: comma, semicolon or tab between fields, a header, a point in decimals; lines that begin with # or ! are comments.
/// Assets of the file that the universe does not have are left out; assets of the universe that the file does not have are refused by name. Files of any size are read row by row.
/// </summary>
public static class ModelCsv
{
    /// <summary>A factor model from three tables.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="loadings">One row an asset: its symbol, then its loading on each factor. The header names the factors.</param>
    /// <param name="factorCovariance">Yearly covariance of the factors: square, with names in the header and the first column; or long, three columns: factor, factor, covariance, each pair once.</param>
    /// <param name="specificVariances">Two columns: symbol and yearly specific variance.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">A table cannot be read; the message says where.</exception>
    public static FactorModel ReadFactorModel(Universe universe, TextReader loadings, TextReader factorCovariance, TextReader specificVariances, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        var table = new CsvReader(loadings, "factor loadings", options);
        if (table.Header.Count < 2) throw new CsvException(table.Table, 0, "", "one column; expected a symbol and at least one factor.");
        string[] factors = [.. table.Header.Skip(1)];
        var values = new double[factors.Length * universe.Count];
        CsvRows.ReadAll(table, 0, universe.Symbols, asset =>
        {
            for (int k = 0; k < factors.Length; k++) values[(asset * factors.Length) + k] = table.Number(k + 1);
        });

        var specific = new CsvReader(specificVariances, "specific variances", options);
        if (specific.Header.Count != 2) throw new CsvException(specific.Table, 0, "", $"{specific.Header.Count} columns; expected symbol and variance.");
        var variances = new double[universe.Count];
        CsvRows.ReadAll(specific, 0, universe.Symbols, asset => variances[asset] = specific.Number(1));
        double[] covariance = Covariance(new CsvReader(factorCovariance, "factor covariance", options), factors);
        return FactorModel.Full(DenseMap.FromColumns(values, factors.Length, universe.Count), covariance, universe.Values(variances)).WithFactorNames(factors);
    }

    /// <summary>A covariance entry by entry.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="covariance">Yearly: square, with symbols in the header and the first column; or long, three columns: symbol, symbol, covariance, each pair once.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static DenseRisk ReadCovariance(Universe universe, TextReader covariance, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        return DenseRisk.FromRows(Covariance(new CsvReader(covariance, "covariance", options), universe.Symbols), universe.Count, universe);
    }

    /// <summary>Scenarios, equally likely or with a column "probability".</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="scenarios">One row a scenario: the returns of the assets that the header names, fractions over one period.</param>
    /// <param name="periodYears">Length of the period a scenario spans, in years: 1/252.0 for a trading day.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static ScenarioSet ReadScenarios(Universe universe, TextReader scenarios, double periodYears, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        var table = new CsvReader(scenarios, "scenarios", options);
        int[] columns = table.ColumnsOf(universe.Symbols);
        int? probability = table.Find("probability");
        List<double> returns = [], probabilities = [];
        while (table.Next())
        {
            foreach (int column in columns) returns.Add(table.Number(column));
            if (probability is { } likely) probabilities.Add(table.Number(likely));
        }
        return ScenarioSet.Over([.. returns], universe.Count, periodYears, universe, probability is null ? null : [.. probabilities]);
    }

    /// <summary>A history of returns. An empty field is a missing return.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="returns">One row a period, earliest first: the returns of the assets that the header names, 0.01 for one per cent, and, where there is one, the column "date", the last day of the period.</param>
    /// <param name="periodsPerYear">252 for trading days, 52 for weeks, 12 for months.</param>
    /// <param name="kind">How the returns were made.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static ReturnSeries ReadReturns(Universe universe, TextReader returns, double periodsPerYear, ReturnKind kind = ReturnKind.Simple, CsvOptions? options = null)
    {
        (double[,] values, DateOnly[]? dates) = CsvRows.ReadHistory(universe, new CsvReader(returns, "returns", options));
        return ReturnSeries.FromReturns(values, periodsPerYear, kind, universe, dates);
    }

    /// <summary>Returns from a history of prices. An empty field is a missing price.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="prices">One row a day, earliest first: prices adjusted for splits and dividends of the assets that the header names, and, where there is one, the column "date".</param>
    /// <param name="periodsPerYear">252 for trading days, 52 for weeks, 12 for months.</param>
    /// <param name="kind">Simple or logarithmic.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static ReturnSeries ReadPriceHistory(Universe universe, TextReader prices, double periodsPerYear, ReturnKind kind = ReturnKind.Simple, CsvOptions? options = null)
    {
        (double[,] values, DateOnly[]? dates) = CsvRows.ReadHistory(universe, new CsvReader(prices, "prices", options));
        return ReturnSeries.FromPrices(values, periodsPerYear, kind, universe, dates);
    }

    private static double[] Covariance(CsvReader table, IReadOnlyList<string> names)
    {
        int n = names.Count;
        var values = new double[n * n];
        // three columns whose header does not name what is correlated
        if (table.Header.Count == 3 && !names.Contains(table.Header[2])) return Long(table, names, values);
        int[] columns = table.ColumnsOf(names);
        CsvRows.ReadAll(table, 0, names, i =>
        {
            for (int j = 0; j < n; j++) values[(i * n) + j] = table.Number(columns[j]);
        });
        return values;
    }

    private static double[] Long(CsvReader table, IReadOnlyList<string> names, double[] values)
    {
        int n = names.Count;
        var index = Enumerable.Range(0, n).ToDictionary(i => names[i], i => i, StringComparer.Ordinal);
        var known = new bool[values.Length];
        while (table.Next())
        {
            if (!index.TryGetValue(table.Text(0), out int i) || !index.TryGetValue(table.Text(1), out int j)) continue;
            if (known[(i * n) + j]) throw new CsvException(table.Table, table.Line, "", $"the pair {names[i]}, {names[j]} appears twice.");
            values[(i * n) + j] = values[(j * n) + i] = table.Number(2);
            known[(i * n) + j] = known[(j * n) + i] = true;
        }
        int gap = Array.IndexOf(known, false);
        return gap < 0 ? values : throw new CsvException(table.Table, 0, "", $"no entry for the pair {names[gap / n]}, {names[gap % n]}.");
    }
}
