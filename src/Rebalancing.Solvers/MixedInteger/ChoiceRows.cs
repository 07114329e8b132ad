using System.Globalization;

namespace Rebalancing.Solvers.MixedInteger;

/// <summary>
/// Choices as binaries. Each coordinate z with a size, a count or a fixed cost has one binary a side, shared by all words:
/// <code>
///   z &lt;= most p - below q,   z &gt;= above p - least q,   p + q &lt;= 1      z in [-least, most]
/// </code>
/// Everything needs finite bounds of the coordinates it speaks of.
/// </summary>
internal sealed class ChoiceRows(StructuredProgram program, LinearFormWriter writer)
{
    private readonly Dictionary<(int Block, int Coordinate), (int Above, int Below)> _sides = [];

    private LinearForm Form => writer.Form;

    internal void Write()
    {
        foreach (ChoiceEntry entry in program.Choices)
            switch (entry.Kind)
            {
                case ChoiceKind.ZeroOrAtLeast: Sizes(entry); break;
                case ChoiceKind.CountAtMost: AtMost(entry); break;
                case ChoiceKind.CountAtLeast: AtLeast(entry); break;
                case ChoiceKind.Multiples: Multiples(entry); break;
                case ChoiceKind.FixedCost: FixedCosts(entry); break;
                case ChoiceKind.EitherOr: EitherOr(entry); break;
                case ChoiceKind.Complementary: Complementary(entry); break;
                case ChoiceKind.SumAbove: SumAbove(entry); break;
                default: throw new InvalidOperationException($"unknown choice {entry.Kind}");
            }
    }

    /// <summary>Bounds of a coordinate itself; for images those that its parts give it.</summary>
    private (int Column, double Origin, double Lower, double Upper) Bounded(Block on, int i)
    {
        (int column, double origin) = writer.At(on, i);
        (double lower, double upper) = (Form.Lower[column], Form.Upper[column]);
        if (program.Base(on) is { Kind: BlockKind.Image } image && (double.IsInfinity(lower) || double.IsInfinity(upper)))
        {
            (double least, double most) = Range(image, i);
            (lower, upper) = (Math.Max(lower, least), Math.Min(upper, most));
        }

        if (double.IsInfinity(lower) || double.IsInfinity(upper))
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"coordinate {i} of {program.Name(on)} lies in [{lower}, {upper}]; a choice on it needs finite bounds to be written with binaries"));
        return (column, origin, lower - origin, upper - origin);
    }

    private (double Least, double Most) Range(ProgramBlock image, int r)
    {
        (double least, double most) = (0, 0);
        foreach (ImagePart part in image.Parts)
        {
            var row = new double[part.Map.Columns];
            part.Map.CopyRow(r, row);
            for (int j = 0; j < row.Length; j++)
            {
                if (row[j] == 0)
                    continue;
                int column = writer.At(part.Of, j).Column;
                (double a, double b) = (row[j] * Form.Lower[column], row[j] * Form.Upper[column]);
                (least, most) = (least + Math.Min(a, b), most + Math.Max(a, b));
            }
        }

        return (least, most);
    }

    /// <summary>The binaries "above zero" and "below zero" of a coordinate, -1 for a side on which it cannot be.</summary>
    private (int Above, int Below) Sides(Block on, int i)
    {
        if (_sides.TryGetValue((on.Id, i), out (int Above, int Below) known))
            return known;
        (int column, double origin, double lower, double upper) = Bounded(on, i);
        (int above, int below) = (upper > 0 ? Form.AddBinary() : -1, lower < 0 ? Form.AddBinary() : -1);
        if (above >= 0 && below >= 0)
            Form.AddRow(double.NegativeInfinity, 1, (above, 1), (below, 1));
        Add(double.NegativeInfinity, origin, (column, 1), (above, -Math.Max(0, upper)));
        Add(origin, double.PositiveInfinity, (column, 1), (below, -Math.Min(0, lower)));
        return _sides[(on.Id, i)] = (above, below);
    }

    /// <summary>A row without the entries of binaries that do not exist.</summary>
    private void Add(double lower, double upper, params ReadOnlySpan<(int Column, double Coefficient)> entries)
    {
        List<(int, double)> kept = [];
        foreach ((int column, double coefficient) in entries)
            if (column >= 0)
                kept.Add((column, coefficient));
        Form.Rows.Add(new LinearFormRow(kept, lower, upper));
    }

    private void Sizes(ChoiceEntry entry)
    {
        for (int i = 0; i < entry.On.Length; i++)
        {
            if (entry.First[i] == 0 && entry.Second[i] == 0)
                continue;
            (int column, double origin, double lower, double upper) = Bounded(entry.On, i);
            (int above, int below) = Sides(entry.On, i);
            Add(origin, double.PositiveInfinity, (column, 1), (above, -entry.First[i]), (below, -Math.Min(0, lower)));
            Add(double.NegativeInfinity, origin, (column, 1), (above, -Math.Max(0, upper)), (below, entry.Second[i]));
        }
    }

    private void AtMost(ChoiceEntry entry)
    {
        List<(int, double)> counted = [];
        foreach (int i in entry.Members)
        {
            (int above, int below) = Sides(entry.On, i);
            if (above >= 0)
                counted.Add((above, 1));
            if (below >= 0)
                counted.Add((below, 1));
        }

        Form.Rows.Add(new LinearFormRow(counted, double.NegativeInfinity, entry.Number));
    }

    private void AtLeast(ChoiceEntry entry)
    {
        List<(int, double)> counted = [];
        double size = entry.First[0];
        foreach (int i in entry.Members)
        {
            (int column, double origin, double lower, double upper) = Bounded(entry.On, i);
            if (upper >= size)
            {
                int large = Form.AddBinary();
                Form.AddRow(lower + origin, double.PositiveInfinity, (column, 1), (large, lower - size));
                counted.Add((large, 1));
            }

            if (lower <= -size)
            {
                int low = Form.AddBinary();
                Form.AddRow(double.NegativeInfinity, upper + origin, (column, 1), (low, upper + size));
                counted.Add((low, 1));
            }
        }

        Form.Rows.Add(new LinearFormRow(counted, entry.Number, double.PositiveInfinity));
    }

    private void Multiples(ChoiceEntry entry)
    {
        for (int i = 0; i < entry.On.Length; i++)
        {
            if (entry.First[i] == 0)
                continue;
            (int column, double origin, double lower, double upper) = Bounded(entry.On, i);
            int count = Form.AddColumn(Math.Ceiling((lower / entry.First[i]) - 1e-9), Math.Floor((upper / entry.First[i]) + 1e-9), isWhole: true);
            Form.AddRow(origin, origin, (column, 1), (count, -entry.First[i]));
        }
    }

    private void FixedCosts(ChoiceEntry entry)
    {
        for (int i = 0; i < entry.On.Length; i++)
        {
            if (entry.First[i] == 0 && entry.Second[i] == 0)
                continue;
            (int above, int below) = Sides(entry.On, i);
            if (above >= 0)
                writer.Charge(above, entry.First[i], entry.Weight, entry.Budget, entry.BudgetWeight);
            if (below >= 0)
                writer.Charge(below, entry.Second[i], entry.Weight, entry.Budget, entry.BudgetWeight);
        }
    }

    /// <summary>x between the first bounds where the binary is 0, between the second where it is 1.</summary>
    private void EitherOr(ChoiceEntry entry)
    {
        int second = Form.AddBinary();
        for (int i = 0; i < entry.On.Length; i++)
        {
            (int column, double origin, double lower, double upper) = Bounded(entry.On, i);
            double low = Math.Max(lower, entry.First[i]), high = Math.Min(upper, entry.Second[i]), otherLow = Math.Max(lower, entry.Third[i]), otherHigh = Math.Min(upper, entry.Fourth[i]);
            Form.AddRow(low + origin, double.PositiveInfinity, (column, 1), (second, low - otherLow));
            Form.AddRow(double.NegativeInfinity, high + origin, (column, 1), (second, high - otherHigh));
        }
    }

    private void Complementary(ChoiceEntry entry)
    {
        for (int i = 0; i < entry.On.Length; i++)
        {
            (int first, double firstOrigin, _, double firstUpper) = Bounded(entry.On, i);
            (int other, double otherOrigin, _, double otherUpper) = Bounded(entry.Other, i);
            int takesFirst = Form.AddBinary();
            Form.AddRow(double.NegativeInfinity, firstOrigin, (first, 1), (takesFirst, -Math.Max(0, firstUpper)));
            Form.AddRow(double.NegativeInfinity, Math.Max(0, otherUpper) + otherOrigin, (other, 1), (takesFirst, Math.Max(0, otherUpper)));
        }
    }

    /// <summary>v &gt;= x - threshold (1 - y), v &gt;= 0, x at most threshold where y is 0; the sum of v is limited.</summary>
    private void SumAbove(ChoiceEntry entry)
    {
        (double threshold, double limit) = (entry.First[0], entry.Second[0]);
        List<(int, double)> summed = [];
        for (int i = 0; i < entry.On.Length; i++)
        {
            (int column, double origin, _, double upper) = Bounded(entry.On, i);
            if (upper <= threshold)
                continue;
            (int above, int part) = (Form.AddBinary(), Form.AddColumn(0, double.PositiveInfinity));
            Form.AddRow(double.NegativeInfinity, threshold + origin, (column, 1), (above, threshold - upper));
            Form.AddRow(-threshold - origin, double.PositiveInfinity, (part, 1), (column, -1), (above, -threshold));
            summed.Add((part, 1));
        }

        Form.Rows.Add(new LinearFormRow(summed, double.NegativeInfinity, limit));
    }
}
