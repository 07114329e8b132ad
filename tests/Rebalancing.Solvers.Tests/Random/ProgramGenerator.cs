namespace Rebalancing.Solvers.Tests.Random;

/// <summary>
/// Draws programs around an anchor: every limit is placed so that the anchor satisfies it, every column that could run away has
/// curvature of its own, so the solvable program has an optimum; its twins add a contradiction or a ray.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private readonly TestRandom random;
    private readonly RandomKnobs knobs;
    private readonly PlainProgram program = new();
    private readonly List<double[]> anchors = [];
    private readonly double[] scale;
    private readonly bool[] needsCurvature;
    private int equalities;

    private ProgramGenerator(TestRandom random, RandomKnobs knobs)
    {
        this.random = random;
        this.knobs = knobs;
        scale = random.Vector(knobs.Columns, _ => Decades());
        needsCurvature = new bool[knobs.Columns];
    }

    /// <summary>Number of the block of columns.</summary>
    private const int X = 0;

    private double[] Anchor => anchors[X];

    /// <summary>The program that belongs to a seed, and a point that satisfies every limit the twin did not add.</summary>
    public static (PlainProgram Program, double[][] Anchor, RandomKnobs Knobs) Make(int seed, Twin twin) => Make(new TestRandom(seed), twin);

    /// <summary>The program drawn from a random sequence, which must not have been drawn from before.</summary>
    public static (PlainProgram Program, double[][] Anchor, RandomKnobs Knobs) Make(TestRandom random, Twin twin, double mostDecades = RandomKnobs.MostDecades)
    {
        RandomKnobs knobs = RandomKnobs.Draw(random, mostDecades);
        var generator = new ProgramGenerator(random, knobs);
        generator.AddColumns();
        generator.AddFactors();
        generator.AddGroups();
        generator.AddSparseRows();
        generator.AddFunctions();
        if (knobs.Scenarios > 0) generator.AddScenarios();
        if (knobs.Lots) generator.AddLots();
        if (knobs.Budget) generator.AddBudget();
        if (knobs.Norm) generator.AddNorm();
        if (knobs.NormCost) generator.AddNormCost();
        if (twin == Twin.Infeasible) generator.AddContradiction();
        if (twin == Twin.Unbounded) generator.AddRay();
        return (generator.program, [.. generator.anchors], knobs);
    }

    private double Decades() => Math.Pow(10, random.Uniform(-knobs.ScaleDecades, knobs.ScaleDecades));

    private int Add(PlainBlock block, double[] anchor)
    {
        anchors.Add(anchor);
        return program.Add(block);
    }

    private int AddImage(double[,] matrix, MapKind kind, int of = X)
    {
        var y = new double[matrix.GetLength(0)];
        for (int r = 0; r < y.Length; r++)
        {
            for (int c = 0; c < matrix.GetLength(1); c++) y[r] += matrix[r, c] * anchors[of][c];
        }
        return Add(new PlainImage(of, matrix, kind), y);
    }

    private void AddColumns()
    {
        int n = knobs.Columns;
        Add(new PlainVariables(n), [.. scale.Select(s => s * random.Normal())]);
        var lower = new double[n];
        var upper = new double[n];
        for (int i = 0; i < n; i++)
        {
            double pick = random.Uniform();
            bool degenerate = random.Chance(knobs.DegenerateShare);
            bool atLower = random.Chance(0.5);
            lower[i] = Anchor[i] - (degenerate && atLower ? 0 : scale[i] * random.Uniform(0.1, 1));
            upper[i] = Anchor[i] + (degenerate && !atLower ? 0 : scale[i] * random.Uniform(0.1, 1));
            if (pick < knobs.FixedShare)
            {
                lower[i] = upper[i] = Anchor[i];
            }
            else if (pick < knobs.FixedShare + knobs.FreeShare)
            {
                (lower[i], upper[i]) = random.Integer(0, 3) switch
                {
                    0 => (lower[i], double.PositiveInfinity),
                    1 => (double.NegativeInfinity, upper[i]),
                    _ => (double.NegativeInfinity, double.PositiveInfinity),
                };
                needsCurvature[i] = true;
            }
        }
        program.Bounds.Add(new PlainBounds(X, lower, upper));
    }

    private void AddFactors()
    {
        if (knobs.Factors == 0) return;
        double[,] loadings = ScaledMatrix(knobs.Factors, 1 / Math.Sqrt(knobs.Columns), out double[] rowScale);
        int image = AddImage(loadings, random.Chance(0.7) ? MapKind.DenseByColumns : MapKind.DenseByRows);
        program.Functions.Add(new PlainQuadratic(image, [.. rowScale.Select(s => random.Chance(0.9) ? random.Uniform(0.2, 2) / (s * s) : 0)]));
        if (random.Chance(0.3)) AddRanges(image, rowScale, equalityShare: 0);
    }

    private void AddGroups()
    {
        if (knobs.Groups == 0) return;
        int n = knobs.Columns;
        var matrix = new double[knobs.Groups, n];
        var rowScale = new double[knobs.Groups];
        for (int i = 0; i < n; i++)
        {
            int group = random.Integer(-1, knobs.Groups);
            if (group < 0) continue;
            matrix[group, i] = 1;
            rowScale[group] = Math.Max(rowScale[group], scale[i]);
        }
        AddRanges(AddImage(matrix, MapKind.Group), rowScale, equalityShare: 0);
        if (random.Chance(0.5)) return;
        var ones = new double[1, n];
        for (int i = 0; i < n; i++) ones[0, i] = 1;
        AddRanges(AddImage(ones, MapKind.Sum), [scale.Max()], equalityShare: 0.7);
    }

    private void AddSparseRows()
    {
        int n = knobs.Columns;
        if (knobs.SparseRows == 0) return;
        int extra = knobs.RankDeficient ? 3 : 0;
        var matrix = new double[knobs.SparseRows + extra, n];
        var rowScale = new double[knobs.SparseRows + extra];
        for (int r = 0; r < knobs.SparseRows; r++)
        {
            rowScale[r] = Decades();
            int entries = random.Integer(1, Math.Min(n, 5) + 1);
            for (int e = 0; e < entries; e++)
            {
                int c = random.Integer(0, n);
                matrix[r, c] = random.Normal() * rowScale[r] / scale[c];
            }
        }
        if (knobs.RankDeficient)
        {
            // a copy of the first row, a sum of the first and the last, and a row of zeros
            int last = knobs.SparseRows - 1;
            for (int c = 0; c < n; c++)
            {
                matrix[last + 1, c] = matrix[0, c];
                matrix[last + 2, c] = (matrix[0, c] / rowScale[0]) + (matrix[last, c] / rowScale[last]);
            }
            (rowScale[last + 1], rowScale[last + 2], rowScale[last + 3]) = (rowScale[0], 1, 1);
        }
        AddRanges(AddImage(matrix, MapKind.Sparse), rowScale, equalityShare: 0.3);
    }

    /// <summary>Rows N(0, size) in units of the columns' scales, each row times a scale of its own.</summary>
    private double[,] ScaledMatrix(int rows, double size, out double[] rowScale)
    {
        int n = knobs.Columns;
        var matrix = new double[rows, n];
        rowScale = random.Vector(rows, _ => Decades());
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < n; c++) matrix[r, c] = random.Normal() * size * rowScale[r] / scale[c];
        }
        if (knobs.RankDeficient)
        {
            int twin = n / 2;
            for (int r = 0; r < rows; r++)
            {
                if (r == rows - 1 && r > 0)
                {
                    for (int c = 0; c < n; c++) matrix[r, c] = matrix[0, c] / rowScale[0] * rowScale[r];
                }
                matrix[r, twin] = matrix[r, 0] * scale[0] / scale[twin];
            }
        }
        return matrix;
    }

    /// <summary>Ranges around the anchor's image: equalities, two-sided and one-sided ones, some that the anchor touches.</summary>
    private void AddRanges(int image, double[] rowScale, double equalityShare)
    {
        double[] y = anchors[image];
        var lower = new double[y.Length];
        var upper = new double[y.Length];
        for (int r = 0; r < y.Length; r++)
        {
            bool degenerate = random.Chance(knobs.DegenerateShare);
            double unit = rowScale[r] == 0 ? 1 : rowScale[r];
            lower[r] = random.Chance(0.3) ? double.NegativeInfinity : y[r] - (degenerate ? 0 : unit * random.Uniform(0.1, 1));
            upper[r] = random.Chance(0.3) ? double.PositiveInfinity : y[r] + (unit * random.Uniform(0.1, 1));
            if (random.Chance(equalityShare) && equalities < knobs.Columns / 3)
            {
                lower[r] = upper[r] = y[r];
                equalities++;
            }
        }
        program.Bounds.Add(new PlainBounds(image, lower, upper));
    }
}
