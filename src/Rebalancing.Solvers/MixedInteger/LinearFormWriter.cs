using System.Globalization;

namespace Rebalancing.Solvers.MixedInteger;

/// <summary>
/// Writes a linear or piecewise linear program, with or without choices, as a mixed-integer linear one. Every coordinate of variables, images and flows is a column; a kink is a hinge
/// u &gt;= x - b, u &gt;= 0; choices become binaries (<see cref="ChoiceRows"/>). What is curved is refused by name.
/// </summary>
internal sealed class LinearFormWriter
{
    private readonly StructuredProgram _program;
    private readonly int[] _first;
    private readonly List<(int Column, double Coefficient)>[] _budgets;
    private readonly double[] _limits;

    private LinearFormWriter(StructuredProgram program)
    {
        (_program, _first) = (program, new int[program.Blocks.Count]);
        _budgets = [.. program.Budgets.Select(_ => new List<(int, double)>())];
        _limits = [.. program.Budgets.Select(budget => budget.Limit)];
    }

    internal LinearForm Form { get; } = new();

    /// <summary>The form of a program.</summary>
    /// <exception cref="NotSupportedException">A word is not linear, or a choice has no finite bounds to be written with; it is named.</exception>
    internal static LinearFormWriter Of(StructuredProgram program)
    {
        var writer = new LinearFormWriter(program);
        writer.AddColumns();
        writer.AddBounds();
        writer.AddImages();
        foreach (FunctionEntry entry in program.Functions)
            writer.AddFunction(entry);
        new ChoiceRows(program, writer).Write();
        for (int k = 0; k < program.Budgets.Count; k++)
            writer.Form.Rows.Add(new LinearFormRow(writer._budgets[k], double.NegativeInfinity, writer._limits[k]));
        return writer;
    }

    /// <summary>The column of a coordinate, and what it is more than the coordinate.</summary>
    internal (int Column, double Origin) At(Block block, int i)
    {
        double[] origin = _program[block].Origin;
        return (_first[_program.Base(block).Id] + i, origin.Length == 0 ? 0 : origin[i]);
    }

    /// <summary>Values of a block at a solution of the form.</summary>
    internal double[] Values(Block block, ReadOnlySpan<double> x)
    {
        var values = new double[block.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int column, double origin) = At(block, i);
            values[i] = x[column] - origin;
        }

        return values;
    }

    /// <summary>Adds coefficient times a column to the objective and to the budget that a word is charged to.</summary>
    internal void Charge(int column, double coefficient, double weight, int budget, double budgetWeight)
    {
        Form.Cost[column] += weight * coefficient;
        if (budget >= 0 && budgetWeight * coefficient != 0)
            _budgets[budget].Add((column, budgetWeight * coefficient));
    }

    private void AddColumns()
    {
        foreach (ProgramBlock block in _program.Blocks)
        {
            _first[block.Id] = Form.Columns;
            if (block.Kind == BlockKind.Offset)
                continue;
            bool isFlow = block.Kind == BlockKind.Flows;
            for (int i = 0; i < block.Length; i++)
                Form.AddColumn(isFlow ? 0 : double.NegativeInfinity, isFlow ? block.Upper[i] : double.PositiveInfinity);
        }
    }

    private void AddBounds()
    {
        foreach (BoundEntry bound in _program.Bounds)
            for (int i = 0; i < bound.On.Length; i++)
            {
                (int column, double origin) = At(bound.On, i);
                Form.Lower[column] = Math.Max(Form.Lower[column], bound.Lower[i] + origin);
                Form.Upper[column] = Math.Min(Form.Upper[column], bound.Upper[i] + origin);
            }
    }

    /// <summary>y - sum of M x = 0; and for flows into_i - sum of sign f = 0.</summary>
    private void AddImages()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Image)
                for (int r = 0; r < block.Length; r++)
                    AddImageRow(block, r);
            else if (block.Kind == BlockKind.Flows)
                AddNetwork(block);
    }

    private void AddImageRow(ProgramBlock image, int r)
    {
        List<(int Column, double Coefficient)> entries = [(_first[image.Id] + r, 1)];
        foreach (ImagePart part in image.Parts)
        {
            var row = new double[part.Map.Columns];
            part.Map.CopyRow(r, row);
            for (int j = 0; j < row.Length; j++)
                if (row[j] != 0)
                    entries.Add((At(part.Of, j).Column, -row[j]));
        }

        Form.Rows.Add(new LinearFormRow(entries, 0, 0));
    }

    private void AddNetwork(ProgramBlock flows)
    {
        Block into = _program.Blocks[flows.BaseId].Handle;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, flows.Length).GroupBy(f => flows.Coordinate[f]))
        {
            (int column, double origin) = At(into, group.Key);
            List<(int Column, double Coefficient)> entries = [(column, 1)];
            foreach (int f in group)
                entries.Add((_first[flows.Id] + f, -flows.Sign[f]));
            Form.Rows.Add(new LinearFormRow(entries, origin, origin));
        }
    }

    private void AddFunction(FunctionEntry entry)
    {
        switch (entry.Kind)
        {
            case FunctionKind.Linear:
                for (int i = 0; i < entry.On.Length; i++)
                    AddSlope(entry, i, entry.First[i]);
                break;
            case FunctionKind.Kinked:
                for (int i = 0; i < entry.On.Length; i++)
                {
                    // below (x - at) + (above - below) (x - at)_+
                    AddSlope(entry, i, entry.Second[i]);
                    AddConstant(entry, -entry.Second[i] * entry.First[i]);
                    AddHinge(entry, i, entry.First[i], entry.Third[i] - entry.Second[i]);
                }

                break;
            case FunctionKind.Pieces:
                for (int i = 0; i < entry.On.Length; i++)
                {
                    AddSlope(entry, i, entry.First[i]);
                    for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
                    {
                        AddHinge(entry, i, entry.Second[q], entry.Third[q]);
                        AddConstant(entry, -entry.Third[q] * Math.Max(0, -entry.Second[q]));
                    }
                }

                break;
            case FunctionKind.Quadratic when entry.Norm < 0 && Array.TrueForAll(entry.First, curvature => curvature == 0):
                break;
            default:
                throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} on {_program.Name(entry.On)} is not linear; a mixed-integer linear solver has no word for it"));
        }
    }

    private void AddSlope(FunctionEntry entry, int i, double slope)
    {
        (int column, double origin) = At(entry.On, i);
        Charge(column, slope, entry.Weight, entry.Budget, entry.BudgetWeight);
        AddConstant(entry, -slope * origin);
    }

    private void AddConstant(FunctionEntry entry, double value)
    {
        Form.Constant += entry.Weight * value;
        if (entry.Budget >= 0)
            _limits[entry.Budget] -= entry.BudgetWeight * value;
    }

    /// <summary>step (x - at)_+ with step not negative.</summary>
    private void AddHinge(FunctionEntry entry, int i, double at, double step)
    {
        if (step == 0)
            return;
        (int column, double origin) = At(entry.On, i);
        int hinge = Form.AddColumn(0, double.PositiveInfinity);
        Form.AddRow(-at - origin, double.PositiveInfinity, (hinge, 1), (column, -1));
        Charge(hinge, step, entry.Weight, entry.Budget, entry.BudgetWeight);
    }
}
