namespace Rebalancing.Solvers.Tests.Random;

/// <summary>
/// A convex program in plain arrays that can be said to a builder and, independently of every solver, evaluated by definition.
/// </summary>
internal sealed class PlainProgram
{
    private Block[] handles = [];

    public List<PlainBlock> Blocks { get; } = [];

    public List<PlainFunction> Functions { get; } = [];

    public List<PlainBounds> Bounds { get; } = [];

    public List<double> BudgetLimits { get; } = [];

    public List<PlainNorm> Norms { get; } = [];

    /// <summary>Adds a block and returns its number.</summary>
    public int Add(PlainBlock block)
    {
        Blocks.Add(block);
        return Blocks.Count - 1;
    }

    /// <summary>Says the program's words to a fresh builder.</summary>
    public StructuredProgram Record()
    {
        var builder = new ProgramBuilder();
        handles = new Block[Blocks.Count];
        for (int b = 0; b < Blocks.Count; b++) handles[b] = Say(builder, Blocks[b], b);
        foreach (PlainBounds bounds in Bounds) builder.Bounds(handles[bounds.On], bounds.Lower, bounds.Upper);
        foreach (double limit in BudgetLimits) builder.AddBudget(limit);
        foreach (PlainFunction function in Functions.Where(f => f.Norm < 0)) Say(builder, function);
        for (int k = 0; k < Norms.Count; k++)
        {
            if (Norms[k].RadiusBlock < 0) builder.BeginNorm(Norms[k].Radius);
            else builder.BeginNorm(handles[Norms[k].RadiusBlock]);
            foreach (PlainFunction function in Functions.Where(f => f.Norm == k)) Say(builder, function);
            builder.EndNorm();
        }
        return builder.Build();
    }

    /// <summary>The builder's handle of a block, after <see cref="Record"/>.</summary>
    public Block Handle(int block) => handles[block];

    /// <summary>The values of all blocks that follow from a result's columns and flows.</summary>
    public double[][] Values(SolveResult result) =>
        Complete(b => result.Values(handles[b]).ToArray());

    /// <summary>The values of all blocks that follow from given columns and flows.</summary>
    public double[][] Complete(Func<int, double[]> given)
    {
        var values = new double[Blocks.Count][];
        for (int b = 0; b < Blocks.Count; b++)
        {
            values[b] = Blocks[b] switch
            {
                PlainImage image => Times(image.Matrix, values[image.Of]),
                PlainOffset offset => [.. values[offset.Of].Zip(offset.Origin, (x, o) => x - o)],
                PlainShifted shifted => [.. values[shifted.Of].Select(x => x - values[shifted.Scalar][0])],
                _ => given(b),
            };
        }
        return values;
    }

    /// <summary>The objective.</summary>
    public double Objective(double[][] values) => Functions.Sum(f => f.Norm >= 0 || f.Weight == 0 ? 0 : f.Weight * f.Value(values[f.On]));

    /// <summary>Sum of the sizes of the objective's terms: what its rounding is relative to.</summary>
    public double ObjectiveSize(double[][] values) => Functions.Sum(f => f.Norm >= 0 || f.Weight == 0 ? 0 : f.Weight * Math.Abs(f.Value(values[f.On])));

    /// <summary>The largest violation of any limit, relative to 1 + the size of the limit.</summary>
    public double Violation(double[][] values)
    {
        double worst = 0;
        void Excess(double by, double size) => worst = double.IsNaN(by) ? double.PositiveInfinity : Math.Max(worst, by / (1 + Math.Abs(size)));
        foreach (PlainBounds bounds in Bounds)
        {
            for (int i = 0; i < bounds.Lower.Length; i++)
            {
                double x = values[bounds.On][i];
                if (double.IsFinite(bounds.Lower[i])) Excess(bounds.Lower[i] - x, bounds.Lower[i]);
                if (double.IsFinite(bounds.Upper[i])) Excess(x - bounds.Upper[i], bounds.Upper[i]);
            }
        }
        for (int k = 0; k < BudgetLimits.Count; k++) Excess(Charged(k, values) - BudgetLimits[k], BudgetLimits[k]);
        for (int k = 0; k < Norms.Count; k++)
        {
            double radius = Norms[k].RadiusBlock < 0 ? Norms[k].Radius : values[Norms[k].RadiusBlock][0];
            Excess(Length(k, values) - radius, radius);
        }
        for (int b = 0; b < Blocks.Count; b++)
        {
            if (Blocks[b] is not PlainFlows flows) continue;
            var moved = new double[values[flows.Into].Length];
            for (int f = 0; f < flows.Length; f++)
            {
                moved[flows.Coordinate[f]] += flows.Sign[f] * values[b][f];
                Excess(-values[b][f], 0);
                if (double.IsFinite(flows.Upper[f])) Excess(values[b][f] - flows.Upper[f], flows.Upper[f]);
            }
            foreach (int i in flows.Coordinate.Distinct()) Excess(Math.Abs(moved[i] - values[flows.Into][i]), moved[i]);
        }
        return worst;
    }

    /// <summary>What is charged to a budget.</summary>
    public double Charged(int budget, double[][] values) => Functions.Sum(f => f.Budget == budget ? f.BudgetWeight * f.Value(values[f.On]) : 0);

    /// <summary>The length a norm limits.</summary>
    public double Length(int norm, double[][] values) => Math.Sqrt(Math.Max(0, Functions.Sum(f => f.Norm == norm ? f.Value(values[f.On]) : 0)));

    private Block Say(ProgramBuilder builder, PlainBlock block, int number) => block switch
    {
        PlainVariables => builder.Variables(block.Length, $"columns {number}"),
        PlainImage image => builder.Image(Map(image.Matrix, image.Kind), handles[image.Of]),
        PlainOffset offset => builder.Offset(handles[offset.Of], offset.Origin),
        PlainShifted shifted => builder.Shifted(handles[shifted.Of], handles[shifted.Scalar]),
        PlainFlows flows => builder.Flows(handles[flows.Into], flows.Coordinate, flows.Sign, flows.Upper, $"flows {number}"),
        _ => throw new InvalidOperationException($"unknown block {block}"),
    };

    private void Say(ProgramBuilder builder, PlainFunction function)
    {
        builder.Weight = function.Weight;
        builder.ChargeTo(function.Budget, function.Budget < 0 ? 0 : function.BudgetWeight);
        function.Say(builder, handles[function.On]);
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
    }

    private static LinearMap Map(double[,] matrix, MapKind kind)
    {
        (int rows, int columns) = (matrix.GetLength(0), matrix.GetLength(1));
        double[] byRows = [.. matrix.Cast<double>()];
        switch (kind)
        {
            case MapKind.DenseByRows:
                return DenseMap.FromRows(byRows, rows, columns);
            case MapKind.DenseByColumns:
                return DenseMap.FromColumns([.. from c in Enumerable.Range(0, columns) from r in Enumerable.Range(0, rows) select matrix[r, c]], rows, columns);
            case MapKind.Group:
                return new GroupMap([.. from c in Enumerable.Range(0, columns) select Enumerable.Range(0, rows).FirstOrDefault(r => matrix[r, c] != 0, -1)], rows);
            case MapKind.Sum:
                return new SumMap(byRows);
            default:
                List<int> start = [0], column = [];
                for (int r = 0; r < rows; r++)
                {
                    column.AddRange(Enumerable.Range(0, columns).Where(c => matrix[r, c] != 0));
                    start.Add(column.Count);
                }
                double[] values = [.. from r in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) where matrix[r, c] != 0 select matrix[r, c]];
                return new SparseMap(rows, columns, [.. start], [.. column], values);
        }
    }

    private static double[] Times(double[,] matrix, double[] x)
    {
        var y = new double[matrix.GetLength(0)];
        for (int r = 0; r < y.Length; r++)
        {
            for (int c = 0; c < x.Length; c++) y[r] += matrix[r, c] * x[c];
        }
        return y;
    }
}
