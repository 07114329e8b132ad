using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Places the coupling rows: limits on the factors and on combinations of them become factor rows; the others go into slots of disjoint supports, a whole map at a time where its
/// rows are disjoint, else row by row into the first slot with room.
/// </summary>
internal sealed class RowLayout
{
    private readonly int _coordinates;
    private readonly int _rows;
    private readonly List<int[]> _rowOf = [];
    private readonly List<double[]> _coefficients = [];

    private RowLayout(int coordinates, int rows) => (_coordinates, _rows) = (coordinates, rows);

    public static RowTable Make(Arena arena, DualStructure structure)
    {
        StructuredProgram program = structure.Program;
        int[] factorOf = new int[structure.Rows];
        Array.Fill(factorOf, -1);
        var layout = new RowLayout(program.Columns, structure.Rows);
        double[] dense = new double[program.Columns];
        foreach (ProgramBlock image in program.Blocks)
        {
            int start = image.Kind == BlockKind.Image ? structure.RowStart[image.Id] : -1;
            for (int r = 0; r < image.Length && start >= 0; r++)
            {
                if (structure.Frame?.ImageOf(image) is { } own)
                {
                    factorOf[start + r] = own.IsWhole && !structure.Frame.Turns ? r : RowTable.Mixture;
                    continue;
                }

                Array.Clear(dense);
                foreach (ImagePart part in image.Parts)
                    AddRow(part, r, dense.AsSpan(structure.CoordinateStart[part.Of.Id], part.Of.Length));
                layout.Place(start + r, dense);
            }
        }

        var table = new RowTable(arena, structure.Rows, factorOf, program.BudgetCount, structure.Frame?.Order ?? 0);
        layout.AddTo(arena, table);
        return table;
    }

    private static void AddRow(ImagePart part, int row, Span<double> sums)
    {
        double[] one = new double[part.Map.Columns];
        part.Map.CopyRow(row, one);
        for (int i = 0; i < one.Length; i++)
            sums[i] += one[i];
    }

    private void Place(int row, ReadOnlySpan<double> dense)
    {
        int slot = 0;
        while (slot < _rowOf.Count && Overlaps(_rowOf[slot], dense))
            slot++;
        if (slot == _rowOf.Count)
        {
            int[] empty = new int[_coordinates];
            Array.Fill(empty, _rows);
            _rowOf.Add(empty);
            _coefficients.Add(new double[_coordinates]);
        }

        for (int i = 0; i < dense.Length; i++)
            if (dense[i] != 0)
                (_rowOf[slot][i], _coefficients[slot][i]) = (row, dense[i]);
    }

    private bool Overlaps(int[] rowOf, ReadOnlySpan<double> dense)
    {
        for (int i = 0; i < dense.Length; i++)
            if (dense[i] != 0 && rowOf[i] != _rows)
                return true;
        return false;
    }

    private void AddTo(Arena arena, RowTable table)
    {
        for (int s = 0; s < _rowOf.Count; s++)
        {
            bool plain = true;
            int only = _rowOf[s].Length > 0 ? _rowOf[s][0] : -1;
            for (int i = 0; i < _coordinates; i++)
            {
                plain &= _rowOf[s][i] == _rows || _coefficients[s][i] == 1.0;
                only = _rowOf[s][i] == only && only < _rows ? only : -1;
            }

            table.Add(new RowSlot(arena, _rowOf[s], plain ? [] : _coefficients[s], only));
        }
    }
}
