using System.Globalization;
using System.IO.Compression;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>A factor model estimated from a file of daily closes, and the sector of each share in it.</summary>
internal sealed class IndexReturns
{
    private const int Factors = 20;
    private const double DaysPerYear = 252;

    private IndexReturns(FactorModel model, int[] sector) => (Model, Sector) = (model, sector);

    public FactorModel Model { get; }

    public int[] Sector { get; }

    /// <summary>Reads closes (date, then a column a share, gzip) and sectors (symbol, ..., sector third). Shares without a close on every day, or without a sector, are left out.</summary>
    public static IndexReturns Read(string closes, string sectors)
    {
        Dictionary<string, string> sectorOf = [];
        foreach (string line in File.ReadLines(sectors).Skip(1))
        {
            string[] cells = line.Split(',');
            int from = cells[1].StartsWith('"') ? Array.FindIndex(cells, 1, cell => cell.EndsWith('"')) : 1;
            sectorOf[cells[0]] = cells[from + 1];
        }

        List<string[]> rows = [];
        using var reader = new StreamReader(new GZipStream(File.OpenRead(closes), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            rows.Add(line.Split(','));
        }

        int[] kept = [.. Enumerable.Range(1, rows[0].Length - 1).Where(c => sectorOf.ContainsKey(rows[0][c]) && rows.TrueForAll(row => row[c].Length > 0))];
        var prices = new double[rows.Count - 1, kept.Length];
        for (int t = 1; t < rows.Count; t++)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                prices[t - 1, i] = double.Parse(rows[t][kept[i]], CultureInfo.InvariantCulture);
            }
        }

        string[] names = [.. sectorOf.Values.Distinct().Order(StringComparer.Ordinal)];
        FactorModel model = StatisticalFactors.Principal(ReturnSeries.FromPrices(prices, DaysPerYear), Factors).Model;
        return new IndexReturns(model, [.. kept.Select(c => Array.IndexOf(names, sectorOf[rows[0][c]]))]);
    }
}
