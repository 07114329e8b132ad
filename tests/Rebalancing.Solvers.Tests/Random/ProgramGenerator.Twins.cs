namespace Rebalancing.Solvers.Tests.Random;

internal sealed partial class ProgramGenerator
{
    /// <summary>By how much contradictions miss, in units of the rows involved.</summary>
    private double Margin => random.Uniform(0.1, 1);

    private void AddContradiction()
    {
        switch (random.Integer(0, 4))
        {
            case 0:
                ContradictRows();
                break;
            case 1:
                ContradictNorm();
                break;
            case 2:
                ContradictBudget();
                break;
            default:
                ContradictBounds();
                break;
        }
    }

    /// <summary>a'x &lt;= b and c'x &lt;= d, but a'x + c'x &gt;= b + d + margin.</summary>
    private void ContradictRows()
    {
        double[,] rows = new double[3, knobs.Columns];
        for (int c = 0; c < knobs.Columns; c++)
        {
            (rows[0, c], rows[1, c]) = (random.Normal() / scale[c], random.Normal() / scale[c]);
            rows[2, c] = rows[0, c] + rows[1, c];
        }
        int image = AddImage(rows, random.Chance(0.5) ? MapKind.DenseByRows : MapKind.Sparse);
        double b = anchors[image][0] + random.Uniform(0, 0.5);
        double d = anchors[image][1] + random.Uniform(0, 0.5);
        program.Bounds.Add(new PlainBounds(image, [double.NegativeInfinity, double.NegativeInfinity, b + d + Margin], [b, d, double.PositiveInfinity]));
    }

    /// <summary>|x|_2 &lt;= r in the columns' units, but their sum is at least 1.2 r sqrt(n), beyond what Cauchy and Schwarz allow.</summary>
    private void ContradictNorm()
    {
        double radius = random.Uniform(0.2, 2);
        program.Functions.Add(new PlainQuadratic(X, [.. scale.Select(s => 1 / (s * s))]) { Norm = program.Norms.Count });
        program.Norms.Add(new PlainNorm(radius, -1));
        AddLowerLimit([.. scale.Select(s => 1 / s)], 1.2 * radius * Math.Sqrt(knobs.Columns));
    }

    /// <summary>sum |x - o| &lt;= b in the columns' units, but the first x - o is at least b + margin.</summary>
    private void ContradictBudget()
    {
        double limit = random.Uniform(0.1, 1);
        int trades = AddTrades();
        program.Functions.Add(new PlainKinked(trades, new double[knobs.Columns], [.. scale.Select(s => -1 / s)], [.. scale.Select(s => 1 / s)])
        {
            Budget = program.BudgetLimits.Count,
            BudgetWeight = 1,
            Weight = 0,
        });
        program.BudgetLimits.Add(limit);
        var first = new double[knobs.Columns];
        first[0] = 1 / scale[0];
        double origin = ((PlainOffset)program.Blocks[trades]).Origin[0];
        AddLowerLimit(first, (origin / scale[0]) + limit + Margin);
    }

    /// <summary>A sum of columns must exceed what their own bounds allow; columns without an upper bound get one.</summary>
    private void ContradictBounds()
    {
        double[] upper = [.. program.Bounds[0].Upper.Select((u, i) => double.IsFinite(u) ? u : Anchor[i] + scale[i])];
        program.Bounds.Add(new PlainBounds(X, [.. upper.Select(_ => double.NegativeInfinity)], upper));
        double most = upper.Select((u, i) => u / scale[i]).Sum();
        AddLowerLimit([.. scale.Select(s => 1 / s)], most + Margin);
    }

    private void AddLowerLimit(double[] coefficients, double least)
    {
        var row = new double[1, coefficients.Length];
        for (int c = 0; c < coefficients.Length; c++) row[0, c] = coefficients[c];
        program.Bounds.Add(new PlainBounds(AddImage(row, MapKind.Sum), [least], [double.PositiveInfinity]));
    }

    /// <summary>
    /// A ray that falls as steeply as the steepest column's slope, within a power of ten: one far below the others' slopes would be lost in a
    /// relative tolerance, and no status would be the right one.
    /// </summary>
    private void AddRay()
    {
        double unit = scale.Min() * Math.Pow(10, random.Uniform());
        switch (random.Integer(0, 3))
        {
            case 0:
                // two columns that may grow together
                int pair = Add(new PlainVariables(2), [0, 0]);
                program.Bounds.Add(new PlainBounds(pair, [0, 0], [double.PositiveInfinity, double.PositiveInfinity]));
                program.Bounds.Add(new PlainBounds(AddImage(new double[,] { { 1, -1 } }, MapKind.Sparse, pair), [-unit], [unit]));
                program.Functions.Add(new PlainLinear(pair, [-random.Uniform(0.6, 1) / unit, random.Uniform(0, 0.4) / unit]));
                break;
            case 1:
                // a free column with a slope
                int free = Add(new PlainVariables(1), [0]);
                program.Functions.Add(new PlainLinear(free, [(random.Chance(0.5) ? 1 : -1) * random.Uniform(0.2, 1) / unit]));
                break;
            default:
                // a column whose kink slows the fall and does not stop it
                int kinked = Add(new PlainVariables(1), [0]);
                program.Bounds.Add(new PlainBounds(kinked, [-unit], [double.PositiveInfinity]));
                program.Functions.Add(new PlainKinked(kinked, [unit], [-random.Uniform(1, 2) / unit], [-random.Uniform(0.2, 0.8) / unit]));
                break;
        }
    }
}
