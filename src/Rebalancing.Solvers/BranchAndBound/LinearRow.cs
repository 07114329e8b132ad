namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>One limited row over columns, lower &lt;= sum a_j x_j &lt;= upper, for what follows from ranges alone.</summary>
internal sealed record LinearRow(int[] Columns, double[] Coefficients, double Lower, double Upper)
{
    /// <summary>What rounding may hide, relative to the sizes that are added.</summary>
    private const double Slack = 1e-9;

    /// <summary>The limited rows of a program whose parts are all over columns; a program with more than <paramref name="most"/> has none worth the time.</summary>
    internal static List<LinearRow> Of(StructuredProgram program, int most)
    {
        List<LinearRow> rows = [];
        foreach (BoundEntry bound in program.Bounds)
        {
            ProgramBlock image = program.Base(bound.On);
            if (image.Kind != BlockKind.Image || Array.Exists(image.Parts, part => program[part.Of].Kind != BlockKind.Variables))
                continue;
            double[] origin = program[bound.On].Origin;
            for (int r = 0; r < image.Length && rows.Count < most; r++)
            {
                double shift = origin.Length == 0 ? 0 : origin[r];
                if (double.IsFinite(bound.Lower[r]) || double.IsFinite(bound.Upper[r]))
                    rows.Add(Row(program, image, r, bound.Lower[r] + shift, bound.Upper[r] + shift));
            }
        }

        return rows;
    }

    private static LinearRow Row(StructuredProgram program, ProgramBlock image, int r, double lower, double upper)
    {
        List<int> columns = [];
        List<double> coefficients = [];
        foreach (ImagePart part in image.Parts)
        {
            var dense = new double[part.Map.Columns];
            part.Map.CopyRow(r, dense);
            for (int i = 0; i < dense.Length; i++)
                if (dense[i] != 0)
                {
                    columns.Add(program[part.Of].Start + i);
                    coefficients.Add(dense[i]);
                }
        }

        return new LinearRow([.. columns], [.. coefficients], lower, upper);
    }

    /// <summary>Narrows the ranges of columns with choices; false when the row cannot hold.</summary>
    internal bool Narrow(NodeState state, ChoiceTable table, ref bool changed)
    {
        double least = 0, most = 0, size = 1;
        int endlessLow = 0, endlessHigh = 0;
        for (int k = 0; k < Columns.Length; k++)
        {
            (double low, double high) = Ends(state, k);
            endlessLow += double.IsInfinity(low) ? 1 : 0;
            endlessHigh += double.IsInfinity(high) ? 1 : 0;
            least += double.IsInfinity(low) ? 0 : low;
            most += double.IsInfinity(high) ? 0 : high;
            size += double.IsInfinity(low) ? 0 : Math.Abs(low);
        }

        double slack = Slack * (size + (double.IsFinite(Upper) ? Math.Abs(Upper) : 0) + (double.IsFinite(Lower) ? Math.Abs(Lower) : 0));
        if ((endlessLow == 0 && least > Upper + slack) || (endlessHigh == 0 && most < Lower - slack))
            return false;
        for (int k = 0; k < Columns.Length; k++)
        {
            int j = Columns[k];
            if (table.Segments[j].Length == 1 && table.Step[j] == 0)
                continue;
            (double low, double high) = Ends(state, k);
            double roomAbove = double.IsFinite(Upper) && endlessLow - (double.IsInfinity(low) ? 1 : 0) == 0 ? Upper + slack - (least - (double.IsInfinity(low) ? 0 : low)) : double.PositiveInfinity;
            double roomBelow = double.IsFinite(Lower) && endlessHigh - (double.IsInfinity(high) ? 1 : 0) == 0 ? Lower - slack - (most - (double.IsInfinity(high) ? 0 : high)) : double.NegativeInfinity;
            (double from, double to) = Coefficients[k] > 0 ? (roomBelow / Coefficients[k], roomAbove / Coefficients[k]) : (roomAbove / Coefficients[k], roomBelow / Coefficients[k]);
            changed |= Tighten(state, table, j, from, to);
        }

        return true;
    }

    private (double Low, double High) Ends(NodeState state, int k)
    {
        double a = Coefficients[k], from = state.From(Columns[k]), to = state.To(Columns[k]);
        return a > 0 ? (a * from, a * to) : (a * to, a * from);
    }

    /// <summary>A range is worth narrowing when a segment or a multiple falls out of it.</summary>
    private static bool Tighten(NodeState state, ChoiceTable table, int j, double from, double to)
    {
        bool changed = false;
        if (to < state.To(j) && (table.Step[j] > 0 ? table.Down(j, to) < state.To(j) - (0.5 * table.Step[j]) : to < table.Segments[j][state.Last[j]].Lower))
        {
            state.Upper[j] = table.Down(j, to);
            changed = true;
        }

        if (from > state.From(j) && (table.Step[j] > 0 ? table.Up(j, from) > state.From(j) + (0.5 * table.Step[j]) : from > table.Segments[j][state.First[j]].Upper))
        {
            state.Lower[j] = table.Up(j, from);
            changed = true;
        }

        return changed;
    }
}
