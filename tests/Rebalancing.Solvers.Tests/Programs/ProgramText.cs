using System.Globalization;
using System.Text;

namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>Everything a program holds, written out, so that two programs can be compared number by number.</summary>
internal static class ProgramText
{
    public static string Of(StructuredProgram program)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"columns {program.Columns} rows {program.Rows} flows {program.FlowCount} owners {program.OwnerCount}");
        foreach (ProgramBlock block in program.Blocks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"block {block.Id} {block.Kind} {block.Length} '{block.Label}' owner {block.Owner} start {block.Start} base {block.BaseId}");
            text.AppendLine($"  origin {Join(block.Origin)} sign {Join(block.Sign)} upper {Join(block.Upper)} coordinate {string.Join(' ', block.Coordinate)}");
            foreach (ImagePart part in block.Parts) text.AppendLine($"  part of {part.Of}: {Rows(part.Map)}");
        }
        foreach (FunctionEntry entry in program.Functions)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{entry.Kind} on {entry.On} owner {entry.Owner} weight {entry.Weight:R} budget {entry.Budget} x {entry.BudgetWeight:R} norm {entry.Norm} scalar {entry.Scalar:R}");
            text.AppendLine($"  {string.Join(' ', entry.Start)} | {Join(entry.First)} | {Join(entry.Second)} | {Join(entry.Third)} | order {entry.Matrix?.Order}");
        }
        foreach (BoundEntry entry in program.Bounds) text.AppendLine($"bounds on {entry.On} owner {entry.Owner}: {Join(entry.Lower)} .. {Join(entry.Upper)}");
        foreach (BudgetEntry entry in program.Budgets) text.AppendLine(CultureInfo.InvariantCulture, $"budget {entry.Limit:R} owner {entry.Owner}");
        foreach (NormEntry entry in program.Norms) text.AppendLine(CultureInfo.InvariantCulture, $"norm {entry.Radius:R} {entry.RadiusBlock} owner {entry.Owner}");
        return text.ToString();
    }

    private static string Rows(LinearMap map)
    {
        var row = new double[map.Columns];
        var text = new StringBuilder();
        for (int r = 0; r < map.Rows; r++)
        {
            map.CopyRow(r, row);
            text.Append(Join(row)).Append("; ");
        }
        return text.ToString();
    }

    private static string Join(IEnumerable<double> numbers) => string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
}
