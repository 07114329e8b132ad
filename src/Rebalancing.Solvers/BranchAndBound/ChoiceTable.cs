namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// All choices of a program in one form. What is said of single columns (sizes, counts, fixed costs, conditional sums) becomes a short list of
/// segments for each column, cut where the meaning changes; steps, alternatives and pairs stand beside it. Remade before every solve.
/// </summary>
internal sealed class ChoiceTable
{
    /// <summary>Counts and conditional sums are bits of one word each.</summary>
    internal const int MostWords = 64;

    /// <summary>Rows from which ranges are narrowed.</summary>
    private const int MostRows = 200;

    /// <summary>An end this near to where a choice cuts is there.</summary>
    private const double EndSlack = 1e-9;

    private readonly StructuredProgram _program;

    internal ChoiceTable(StructuredProgram program)
    {
        _program = program;
        foreach (ChoiceEntry entry in program.Choices)
            (entry.Kind switch
            {
                ChoiceKind.CountAtMost or ChoiceKind.CountAtLeast => Counts,
                ChoiceKind.SumAbove => Sums,
                ChoiceKind.EitherOr => Boxes,
                ChoiceKind.Complementary => Pairs,
                _ => Others,
            }).Add(entry);
        if (Counts.Count > MostWords || Sums.Count > MostWords)
            throw new ArgumentException($"the program has {Counts.Count} counts and {Sums.Count} conditional sums; at most {MostWords} of each are possible", nameof(program));
        int n = program.Columns;
        (Segments, Step, Origin, Lower, Upper) = (new Segment[n][], new double[n], new double[n], new double[n], new double[n]);
    }

    /// <summary>At most or at least so many; their index is the bit in <see cref="Segment.Counted"/>.</summary>
    internal List<ChoiceEntry> Counts { get; } = [];

    /// <summary>Conditional sums; their index is the bit in <see cref="Segment.Summed"/>.</summary>
    internal List<ChoiceEntry> Sums { get; } = [];

    internal List<ChoiceEntry> Boxes { get; } = [];

    internal List<ChoiceEntry> Pairs { get; } = [];

    private List<ChoiceEntry> Others { get; } = [];

    /// <summary>For each column, ascending; a column without choices has one.</summary>
    internal Segment[][] Segments { get; }

    /// <summary>For each column the step of its multiples, 0 where it has none; <see cref="Origin"/> is where they are counted from.</summary>
    internal double[] Step { get; }

    /// <inheritdoc cref="Step"/>
    internal double[] Origin { get; }

    /// <summary>Bounds of each column in the program.</summary>
    internal double[] Lower { get; }

    /// <inheritdoc cref="Lower"/>
    internal double[] Upper { get; }

    /// <summary>Limited rows over columns.</summary>
    internal List<LinearRow> Rows { get; private set; } = [];

    /// <summary>The first column that no value suits, or -1.</summary>
    internal int Impossible { get; private set; }

    /// <summary>The fixed costs of the program, for its relaxation.</summary>
    internal IEnumerable<ChoiceEntry> FixedCosts => Others.Where(entry => entry.Kind == ChoiceKind.FixedCost);

    /// <summary>Whether a block's columns have segments or steps.</summary>
    internal bool Touches(ProgramBlock block) =>
        _program.Choices.Exists(entry => entry.Kind is not (ChoiceKind.EitherOr or ChoiceKind.Complementary) && _program.Base(entry.On).Id == block.Id);

    /// <summary>Who says something of a block's columns one by one, ascending.</summary>
    internal IEnumerable<int> OwnersOn(ProgramBlock block) => _program.Choices
        .Where(entry => entry.Kind is not (ChoiceKind.EitherOr or ChoiceKind.Complementary) && _program.Base(entry.On).Id == block.Id)
        .Select(entry => entry.Owner).Distinct().Order();

    /// <summary>Whose choice ends what a column may be at a place that is no bound of the program: the rule of multiples where the range was narrowed to one, otherwise who cuts there; -1 for nobody.</summary>
    internal int OwnerOfEnd(int column, double end, bool isMultiple)
    {
        (int least, int counted, int other, int multiples) = (-1, -1, -1, -1);
        foreach (ChoiceEntry entry in _program.Choices)
        {
            if (entry.Kind is ChoiceKind.EitherOr or ChoiceKind.Complementary)
                continue;
            int i = column - FirstColumn(entry);
            if (i < 0 || i >= entry.On.Length)
                continue;
            double x = end - Zero(entry, i), near = EndSlack * (1 + Math.Abs(end));
            switch (entry.Kind)
            {
                case ChoiceKind.Multiples when entry.First[i] > 0:
                    multiples = entry.Owner;
                    break;
                case ChoiceKind.ZeroOrAtLeast when (entry.First[i] > 0 || entry.Second[i] > 0) && (Math.Abs(x) <= near || Math.Abs(x - entry.First[i]) <= near || Math.Abs(x + entry.Second[i]) <= near):
                    least = entry.Owner;
                    break;
                case ChoiceKind.CountAtMost when Math.Abs(x) <= near && Array.BinarySearch(entry.Members, i) >= 0:
                case ChoiceKind.CountAtLeast when Math.Abs(Math.Abs(x) - entry.First[0]) <= near && Array.BinarySearch(entry.Members, i) >= 0:
                    counted = entry.Owner;
                    break;
                case ChoiceKind.FixedCost when Math.Abs(x) <= near:
                case ChoiceKind.SumAbove when Math.Abs(x - entry.First[0]) <= near:
                    other = entry.Owner;
                    break;
                default:
                    break;
            }
        }

        // an end that no choice cuts at is one that was rounded to a multiple
        return isMultiple ? multiples : counted >= 0 ? counted : least >= 0 ? least : other >= 0 ? other : multiples;
    }

    /// <summary>First column of what an entry is said of.</summary>
    internal int FirstColumn(ChoiceEntry entry) => _program.Base(entry.On).Start;

    /// <summary>Where zero of the entry's block lies, for its coordinate i.</summary>
    internal double Zero(ChoiceEntry entry, int i)
    {
        double[] origin = _program[entry.On].Origin;
        return origin.Length == 0 ? 0 : origin[i];
    }

    /// <summary>Reads the program's present numbers.</summary>
    internal void Read()
    {
        ReadBounds();
        ReadSteps();
        Rows = LinearRow.Of(_program, MostRows);
        Impossible = -1;
        var cutter = new SegmentCutter(_program, this, Others);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind != BlockKind.Variables)
                continue;
            cutter.Begin(block);
            for (int i = 0; i < block.Length; i++)
            {
                int column = block.Start + i;
                Segments[column] = cutter.Cut(i, Lower[column], Upper[column]);
                if (Segments[column].Length == 0 && Impossible < 0)
                    Impossible = column;
            }
        }
    }

    private void ReadBounds()
    {
        Array.Fill(Lower, double.NegativeInfinity);
        Array.Fill(Upper, double.PositiveInfinity);
        foreach (BoundEntry bound in _program.Bounds)
        {
            ProgramBlock block = _program.Base(bound.On);
            if (block.Kind == BlockKind.Variables)
                Numerics.Boxes.Tighten(bound.Lower, bound.Upper, _program[bound.On].Origin, Lower.AsSpan(block.Start, block.Length), Upper.AsSpan(block.Start, block.Length));
        }
    }

    private void ReadSteps()
    {
        Array.Clear(Step);
        foreach (ChoiceEntry entry in Others)
        {
            if (entry.Kind != ChoiceKind.Multiples)
                continue;
            int start = FirstColumn(entry);
            for (int i = 0; i < entry.First.Length; i++)
            {
                if (entry.First[i] == 0)
                    continue;
                if (Step[start + i] != 0)
                    throw new ArgumentException($"coordinate {i} of '{_program.Base(entry.On).Label}' has two steps; one word of multiples a coordinate is possible");
                Step[start + i] = entry.First[i];
                Origin[start + i] = Zero(entry, i);
            }
        }
    }

    /// <summary>The smallest multiple at or above x, where the column has a step.</summary>
    internal double Up(int column, double x) => Step[column] == 0 || double.IsInfinity(x) ? x : Multiple(column, Math.Ceiling(((x - Origin[column]) / Step[column]) - Slack(column, x)));

    /// <summary>The largest multiple at or below x, where the column has a step.</summary>
    internal double Down(int column, double x) => Step[column] == 0 || double.IsInfinity(x) ? x : Multiple(column, Math.Floor(((x - Origin[column]) / Step[column]) + Slack(column, x)));

    /// <summary>The multiple nearest to x.</summary>
    internal double Nearest(int column, double x) => Step[column] == 0 ? x : Multiple(column, Math.Round((x - Origin[column]) / Step[column]));

    private double Multiple(int column, double count) => Origin[column] + (count * Step[column]);

    /// <summary>Numbers this near to a multiple, in steps, are it.</summary>
    private double Slack(int column, double x) => 1e-9 + (1e-14 * (Math.Abs(x) + Math.Abs(Origin[column])) / Step[column]);
}
