using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scaling;

/// <summary>
/// Units in which the numbers of a program are of ordinary size, found by least squares on their logarithms (the scaling of Curtis and Reid): each number gives one equation,
/// <code>
///   coefficient of a row      log |M_rj| + u_j - u_r = 0          width of a range    u_j - log width  = 0
///   slope in the objective    log |c_j|  + u_j - c   = 0          limit of a budget   b - log |limit|  = 0
///   curvature                 log q_j   + 2 u_j - c  = 0          in a norm           log q_j + 2 u_j - 2 r = 0
/// </code>
/// in the logarithms u, c, b, r of the units of coordinates, objective, budgets and radii; solved by conjugate gradients. Equations that stay far from true count less in the next
/// round, towards the least sum of absolute values: a row may hold columns of sizes that no units bring together. Units are powers of two: scaling rounds nothing.
/// </summary>
internal sealed class Units
{
    private const int MostSteps = 60;

    private const int Rounds = 6;

    /// <summary>Units are no further than this power of two from one.</summary>
    private const int MostExponent = 60;

    private readonly StructuredProgram _program;
    private readonly List<Relation> _relations = [];
    private readonly double[] _log;
    private readonly double[] _weight;

    internal Units(StructuredProgram program)
    {
        _program = program;
        _log = new double[program.Columns + program.Rows + 1 + program.BudgetCount + program.NormCount];
        foreach (ProgramBlock block in program.Blocks)
            Relate(block);
        foreach (FunctionEntry entry in program.Functions)
            Relate(entry);
        foreach (BoundEntry bound in program.Bounds)
            for (int i = 0; i < bound.Lower.Length; i++)
                Tie(bound.Upper[i] - bound.Lower[i], IndexOf(program.Base(bound.On), i));
        for (int k = 0; k < program.BudgetCount; k++)
            Tie(program.Budgets[k].Limit, BudgetIndex(k));
        for (int k = 0; k < program.NormCount; k++)
            if (program.Norms[k].RadiusBlock is null)
                Tie(program.Norms[k].Radius, NormIndex(k));
        _weight = new double[_relations.Count];
        Array.Fill(_weight, 1);
        for (int round = 0; round < Rounds; round++)
            Solve();
    }

    /// <summary>The objective's unit.</summary>
    internal double Objective => Power(ObjectiveIndex);

    private int ObjectiveIndex => _program.Columns + _program.Rows;

    /// <summary>The unit of a coordinate of a block; an offset has that of what it shifts, a flow that of what it moves.</summary>
    internal double Of(ProgramBlock block, int i) => Power(IndexOf(block, i));

    internal double Budget(int budget) => Power(BudgetIndex(budget));

    /// <summary>Of a norm's length; a variable radius has the same.</summary>
    internal double Norm(int norm) => Power(NormIndex(norm));

    private double Power(int index) => Math.ScaleB(1, (int)Math.Clamp(Math.Round(_log[index]), -MostExponent, MostExponent));

    private int IndexOf(ProgramBlock block, int i) => block.Kind switch
    {
        BlockKind.Variables => block.Start + i,
        BlockKind.Image => _program.Columns + block.Start + i,
        BlockKind.Flows => IndexOf(_program.Blocks[block.BaseId], block.Coordinate[i]),
        _ => IndexOf(_program.Blocks[block.BaseId], i),
    };

    private int BudgetIndex(int budget) => ObjectiveIndex + 1 + budget;

    private int NormIndex(int norm) => _program.Norms[norm].RadiusBlock is { } radius ? IndexOf(_program[radius], 0) : BudgetIndex(_program.BudgetCount) + norm;

    private void Relate(ProgramBlock block)
    {
        for (int f = 0; block.Kind == BlockKind.Flows && f < block.Length; f++)
            Tie(block.Upper[f], IndexOf(block, f));
        foreach (ImagePart part in block.Parts)
        {
            var row = new double[part.Of.Length];
            for (int r = 0; r < block.Length; r++)
            {
                part.Map.CopyRow(r, row);
                for (int j = 0; j < row.Length; j++)
                    Relate(row[j], IndexOf(_program[part.Of], j), 1, IndexOf(block, r), 1);
            }
        }
    }

    private void Relate(FunctionEntry entry)
    {
        ProgramBlock block = _program[entry.On];
        double degree = entry.Kind switch { FunctionKind.Quadratic or FunctionKind.Covariance => 2, FunctionKind.Power => entry.Scalar, FunctionKind.Log => 0, _ => 1 };
        for (int i = 0; i < entry.On.Length; i++)
        {
            int index = IndexOf(block, i);
            if (entry.Norm >= 0)
                Relate(Coefficient(entry, i), index, degree, NormIndex(entry.Norm), 2);
            else
            {
                Relate(entry.Weight * Coefficient(entry, i), index, degree, ObjectiveIndex, 1);
                if (entry.Budget >= 0)
                    Relate(entry.BudgetWeight * Coefficient(entry, i), index, degree, BudgetIndex(entry.Budget), 1);
            }
        }
    }

    private static double Coefficient(FunctionEntry entry, int i)
    {
        switch (entry.Kind)
        {
            case FunctionKind.Covariance:
                return entry.Scalar * entry.Matrix!.Storage[(i * entry.Matrix.Stride) + i];
            case FunctionKind.Kinked:
                return Math.Max(Math.Abs(entry.Second[i]), Math.Abs(entry.Third[i]));
            case FunctionKind.Pieces:
                double largest = Math.Abs(entry.First[i]);
                for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
                    largest = Math.Max(largest, entry.Third[q]);
                return largest;
            default:
                return entry.First[i];
        }
    }

    /// <summary>A size that the coordinate has.</summary>
    private void Tie(double size, int index) => Relate(1 / size, index, 1, -1, 0);

    private void Relate(double number, int a, double timesA, int b, double timesB)
    {
        double log = Math.Log2(Math.Abs(number));
        if (double.IsFinite(log))
            _relations.Add(new Relation(log, a, timesA, b, timesB));
    }

    /// <summary>Least weighted sum of (A u + log)^2, from the units so far; then the weights of the next round.</summary>
    private void Solve()
    {
        double[] left = [.. _relations.Select(relation => -relation.Log - relation.Times(_log))];
        double[] gradient = new double[_log.Length], step, moved = new double[left.Length];
        Transposed(left, gradient);
        step = [.. gradient];
        double square = Dot.Product(gradient, gradient), first = square;
        for (int k = 0; k < MostSteps && square > 1e-12 * first; k++)
        {
            for (int e = 0; e < moved.Length; e++)
                moved[e] = _relations[e].Times(step);
            double length = square / WeightedDot(moved);
            Axpy.Add(length, step, _log);
            Axpy.Add(-length, moved, left);
            Transposed(left, gradient);
            double next = Dot.Product(gradient, gradient);
            Combine.Into(1, gradient, next / square, step, step);
            square = next;
        }

        for (int e = 0; e < left.Length; e++)
            _weight[e] = 1 / Math.Max(1, Math.Abs(left[e]));
    }

    private double WeightedDot(double[] moved)
    {
        double sum = 0;
        for (int e = 0; e < moved.Length; e++)
            sum += _weight[e] * moved[e] * moved[e];
        return sum;
    }

    private void Transposed(double[] left, double[] sums)
    {
        Array.Clear(sums);
        for (int e = 0; e < left.Length; e++)
        {
            Relation relation = _relations[e];
            sums[relation.A] += relation.TimesA * _weight[e] * left[e];
            if (relation.B >= 0)
                sums[relation.B] -= relation.TimesB * _weight[e] * left[e];
        }
    }

    /// <summary>log + timesA u_A - timesB u_B = 0, without the second where B is -1.</summary>
    private readonly record struct Relation(double Log, int A, double TimesA, int B, double TimesB)
    {
        internal double Times(double[] u) => (TimesA * u[A]) - (B >= 0 ? TimesB * u[B] : 0);
    }
}
