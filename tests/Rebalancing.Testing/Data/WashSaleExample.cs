using System.Globalization;

namespace Rebalancing.Testing;

/// <summary>A worked wash-sale example: the lots before, and the lots as they must be reported.</summary>
public sealed class WashSaleExample
{
    private WashSaleExample(string name, IReadOnlyList<WashSaleLot> before, IReadOnlyList<WashSaleLot> after, string text)
    {
        Name = name;
        Before = before;
        After = after;
        Text = text;
    }

    /// <summary>The example's name, for example "irs550_example_2".</summary>
    public string Name { get; }

    /// <summary>The trades as they happened.</summary>
    public IReadOnlyList<WashSaleLot> Before { get; }

    /// <summary>The lots after the rule is applied.</summary>
    public IReadOnlyList<WashSaleLot> After { get; }

    /// <summary>The source's own words; empty when there are none.</summary>
    public string Text { get; }

    /// <summary>All examples, by name.</summary>
    public static IReadOnlyList<WashSaleExample> ReadAll()
    {
        var folder = ReferenceFolder.Combine("tax", "adlr_wash_sale_calculator");
        return [.. Directory.EnumerateFiles(folder, "*_out.csv").Order(StringComparer.Ordinal).Select(path => ReadOne(folder, Path.GetFileName(path)[..^"_out.csv".Length]))];
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static WashSaleExample ReadOne(string folder, string name)
    {
        var text = Path.Combine(folder, name + ".txt");
        return new WashSaleExample(
            name,
            Lots(CsvTable.Read(Path.Combine(folder, name + ".csv"), mayEndEarly: true)),
            Lots(CsvTable.Read(Path.Combine(folder, name + "_out.csv"))),
            File.Exists(text) ? File.ReadAllText(text) : "");
    }

    private static IReadOnlyList<WashSaleLot> Lots(CsvTable table)
    {
        // one source file spells the column "Proeeds"
        var proceeds = table.Header.Contains("Proceeds") ? "Proceeds" : "Proeeds";
        return [.. Enumerable.Range(0, table.Rows.Count).Select(r => new WashSaleLot(
            Money(table.Text(r, "Cnt")) ?? throw new InvalidDataException($"{table.Name}, row {r + 1} has no count"),
            table.Text(r, "Sym"),
            Day(table.Text(r, "BuyDate")) ?? throw new InvalidDataException($"{table.Name}, row {r + 1} has no purchase date"),
            Money(table.Text(r, "Basis")) ?? throw new InvalidDataException($"{table.Name}, row {r + 1} has no basis"),
            Day(table.Text(r, "SellDate")),
            Money(table.Text(r, proceeds)),
            table.Text(r, "AdjCode") == "W",
            Money(table.Text(r, "Adj")) ?? 0m,
            table.Text(r, "IsReplacement") == "True"))];
    }

    // the source computed its outputs in binary floating point and printed the noise (101.66000000000008): a hundredth of a cent is exact enough to undo it
    private static decimal? Money(string cell) =>
        cell.Length == 0 ? null : Math.Round(decimal.Parse(cell.TrimStart('$'), NumberStyles.Number, CultureInfo.InvariantCulture), 4);

    private static DateOnly? Day(string cell) => cell.Length == 0 ? null : DateOnly.ParseExact(cell, "M/d/yyyy", CultureInfo.InvariantCulture);
}
