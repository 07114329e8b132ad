using System.Globalization;

namespace Rebalancing.Solvers.Totals;

/// <summary>
/// The totals of a program: rows that add up flows of many coordinates, with convex piecewise-linear functions and bounds of their own. They are all that keeps such a program from being
/// separable.
/// </summary>
internal sealed class TotalsForm
{
    /// <summary>More totals than these have prices in too many directions for a search.</summary>
    private const int MostTotals = 6;

    /// <summary>How much steeper than the steepest function the walls at the bounds begin.</summary>
    private const double FirstSteepness = 2;

    private readonly StructuredProgram _program;
    private readonly List<(ProgramBlock Block, int Row)> _rows = [];
    private readonly HashSet<int> _blocks = [];
    private readonly double[] _lower;
    private readonly double[] _upper;

    private TotalsForm(StructuredProgram program, IEnumerable<ProgramBlock> totals)
    {
        _program = program;
        foreach (ProgramBlock block in totals)
        {
            _blocks.Add(block.Id);
            for (int r = 0; r < block.Length; r++)
                _rows.Add((block, r));
        }

        Curves = new TotalCurve[_rows.Count];
        for (int t = 0; t < Curves.Length; t++)
            Curves[t] = new TotalCurve();
        (_lower, _upper) = (new double[_rows.Count], new double[_rows.Count]);
    }

    /// <summary>One for each total.</summary>
    public TotalCurve[] Curves { get; }

    /// <summary>The totals: an image block and a row of it each.</summary>
    public IReadOnlyList<(ProgramBlock Block, int Row)> Rows => _rows;

    /// <summary>Ids of the image blocks that are totals.</summary>
    public IReadOnlySet<int> Blocks => _blocks;

    /// <summary>The totals of a program; null, with the reason, where it has none or they are not of this kind.</summary>
    public static TotalsForm? Read(StructuredProgram program, out string reason)
    {
        ProgramBlock[] totals = [.. program.Blocks.Where(block => block.Parts.Any(part => program[part.Of].Kind == BlockKind.Flows))];
        int rows = totals.Sum(block => block.Length);
        reason = rows == 0 ? "no image adds up flows" : rows > MostTotals ? string.Create(CultureInfo.InvariantCulture, $"{rows} totals of flows are more than {MostTotals}") : "";
        var form = new TotalsForm(program, totals);
        foreach (FunctionEntry entry in program.Functions)
            if (form._blocks.Contains(program.Base(entry.On).Id) && (entry.Budget >= 0 || entry.Norm >= 0 || entry.Kind is not (FunctionKind.Linear or FunctionKind.Kinked or FunctionKind.Pieces)))
                reason = $"{entry.Kind} on the total '{program[entry.On].Label}' is not piecewise linear in the objective";
        return reason.Length == 0 ? form : null;
    }

    /// <summary>Reads the present numbers of functions and bounds.</summary>
    /// <param name="steepening">Factor on the walls at the bounds.</param>
    public void Fill(double steepening)
    {
        for (int t = 0; t < _rows.Count; t++)
        {
            (ProgramBlock block, int row) = _rows[t];
            Curves[t].Clear();
            foreach (FunctionEntry entry in _program.Functions)
                if (_program.Base(entry.On).Id == block.Id && entry.Weight != 0)
                    Add(Curves[t], entry, row);
            ReadBounds(t);
        }

        // the same steepness for all: the price of a bound is made of the prices of the other totals
        double steepness = 0;
        foreach (TotalCurve curve in Curves)
            steepness = Math.Max(steepness, Math.Max(Math.Abs(curve.LeastPrice), Math.Abs(curve.LargestPrice)));
        steepness = (steepness > 0 ? steepness : 1) * FirstSteepness * steepening;
        for (int t = 0; t < _rows.Count; t++)
        {
            if (double.IsFinite(_lower[t]))
                Curves[t].AddWallBelow(_lower[t], steepness);
            if (double.IsFinite(_upper[t]))
                Curves[t].AddStep(steepness, _upper[t]);
        }
    }

    /// <summary>By how much totals leave their bounds, at most.</summary>
    public double Violation(ReadOnlySpan<double> totals)
    {
        double worst = 0;
        for (int t = 0; t < totals.Length; t++)
            worst = Math.Max(worst, Math.Max(_lower[t] - totals[t], totals[t] - _upper[t]));
        return worst;
    }

    /// <summary>Sum of all curves.</summary>
    public double Value(ReadOnlySpan<double> totals)
    {
        double sum = 0;
        for (int t = 0; t < totals.Length; t++)
            sum += Curves[t].Value(totals[t]);
        return sum;
    }

    /// <summary>Sum of all conjugates.</summary>
    public double Conjugate(ReadOnlySpan<double> prices)
    {
        double sum = 0;
        for (int t = 0; t < prices.Length; t++)
            sum += Curves[t].Conjugate(prices[t]);
        return sum;
    }

    /// <summary>The part of a total's price that its bounds bear: positive at the upper, negative at the lower one.</summary>
    public double PriceOfBounds(int total, double y, double price)
    {
        (ProgramBlock block, int row) = _rows[total];
        double left = 0, right = 0;
        foreach (FunctionEntry entry in _program.Functions)
        {
            if (_program.Base(entry.On).Id != block.Id || entry.Weight == 0)
                continue;
            double at = y - OriginOf(entry.On, row);
            left += entry.Weight * FunctionMath.Slope(entry, row, at, fromRight: false);
            right += entry.Weight * FunctionMath.Slope(entry, row, at, fromRight: true);
        }

        return price > right ? price - right : price < left ? price - left : 0;
    }

    private void Add(TotalCurve curve, FunctionEntry entry, int row)
    {
        double weight = entry.Weight, origin = OriginOf(entry.On, row);
        switch (entry.Kind)
        {
            case FunctionKind.Linear:
                curve.AddSlope(weight * entry.First[row], origin);
                break;
            case FunctionKind.Kinked:
                curve.AddSlope(weight * entry.Second[row], origin + entry.First[row]);
                curve.AddStep(weight * (entry.Third[row] - entry.Second[row]), origin + entry.First[row]);
                break;
            default:
                curve.AddSlope(weight * entry.First[row], origin);
                for (int q = entry.Start[row]; q < entry.Start[row + 1]; q++)
                {
                    curve.AddStep(weight * entry.Third[q], origin + entry.Second[q]);
                    curve.AddConstant(-weight * entry.Third[q] * Math.Max(0, -entry.Second[q]));
                }

                break;
        }
    }

    private void ReadBounds(int total)
    {
        (ProgramBlock block, int row) = _rows[total];
        (_lower[total], _upper[total]) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (BoundEntry bound in _program.Bounds)
        {
            if (_program.Base(bound.On).Id != block.Id)
                continue;
            double origin = OriginOf(bound.On, row);
            _lower[total] = Math.Max(_lower[total], bound.Lower[row] + origin);
            _upper[total] = Math.Min(_upper[total], bound.Upper[row] + origin);
        }
    }

    private double OriginOf(Block on, int row)
    {
        double[] origin = _program[on].Origin;
        return origin.Length == 0 ? 0 : origin[row];
    }
}
