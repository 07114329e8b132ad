using Rebalancing.Numerics;
using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>Makes the separable program: structure once, numbers before every solve.</summary>
internal sealed class DualCompiler
{
    /// <summary>A list longer than this part of all coordinates is not worth making.</summary>
    private const int ListShare = 3;

    private readonly DualStructure _structure;
    private readonly StructuredProgram _source;
    private Slab _own;
    private Slab _turned;
    private bool _hasMixtures;

    public DualCompiler(DualStructure structure)
    {
        (_structure, _source) = (structure, structure.Program);
        Arena = SpareArena.Take();
        Reader = new NumberReader(structure);
        int[] pieces = StepCounts.Of(structure);
        for (int i = 0; i < pieces.Length; i++)
            pieces[i]++;
        int n = _source.Columns;
        ListCapacity = Math.Max(Math.Min(n, 64), n / ListShare);
        ScalarFamily functions = structure.HasThreeHalves
            ? new ThreeHalvesFamily(Arena, n, ListCapacity, _source.BudgetCount)
            : new PiecewiseFamily(Arena, pieces, ListCapacity, _source.BudgetCount, structure.HasCurves ? structure.Exponents() : null);
        Program = new SeparableDualProgram(Arena, Loadings(n), RowLayout.Make(Arena, structure), functions);
        Start = new double[n];
    }

    public Arena Arena { get; }

    public int ListCapacity { get; }

    public NumberReader Reader { get; }

    public SeparableDualProgram Program { get; }

    /// <summary>Where proximal centres begin: the first kink of each coordinate, which is where it stands today.</summary>
    public double[] Start { get; }

    /// <summary>
    /// Whether the cost model would choose this method: at least half of the coordinates that can move have curvature of their own. With less the
    /// proximal rounds may outnumber the interior point's iterations.
    /// </summary>
    public bool IsCurved => Reader.Columns.AreMostlyCurved();

    /// <summary>Kinks lie off the centres of the 3/2 powers: their closed form is not enough, and the numbers must be poured into a family of curves.</summary>
    public bool NeedsCurves => Reader.Columns.NeedsCurves;

    /// <summary>Pours the program's present numbers in. Returns why they cannot be represented, or null.</summary>
    public string? Fill()
    {
        Reader.Read();
        ColumnFunctions columns = Reader.Columns;
        if (_structure.Frame is { } frame)
            FillFactors(frame);
        if (RefuseDomains(columns) is { } objection)
            return objection;
        if (columns.IsSingle)
            FillSingle(columns);
        else
            FillEach(columns);
        for (int b = 0; b < columns.ChargeConstant.Length; b++)
            Program.Functions.ChargeConstant(b) = columns.ChargeConstant[b];
        columns.Slope.CopyTo(Program.Linear);
        Program.Constant = columns.Constant;
        return Reader.Networks.Objection ?? FillRows();
    }

    /// <summary>A logarithm brings a bound of its own; bounds that exclude each other are for the interior point to prove.</summary>
    private string? RefuseDomains(ColumnFunctions columns)
    {
        for (int i = 0; i < columns.LogWeight.Length && _structure.HasCurves; i++)
        {
            if (columns.LogWeight[i] == 0)
                continue;
            if (!(columns.Upper[i] > 0))
                return "a logarithm of a coordinate that cannot be positive";
            columns.Tighten(i, 0, double.PositiveInfinity);
        }

        return Boxes.Count(columns.Lower, columns.Upper).Crossed > 0 ? "two bounds of a coordinate exclude each other" : null;
    }

    /// <summary>All coordinates at once, where each has one kink at most.</summary>
    private void FillSingle(ColumnFunctions columns)
    {
        columns.Constant -= SingleSteps.Fold(columns.SingleAt, columns.SingleStep, columns.Lower, columns.Upper, columns.Slope);
        columns.SingleAt.CopyTo(Start);
        if (Program.Functions is ThreeHalvesFamily powers)
        {
            columns.NeedsCurves |= !powers.SetAll(columns.Curvature, columns.Lower, columns.Upper, columns.SingleAt, columns.SingleStep, columns.PowerCentre, columns.PowerCoefficient);
            powers.Centres.CopyTo(Start);
            return;
        }

        PiecewiseFamily family = (PiecewiseFamily)Program.Functions;
        family.SetAll(columns.Curvature, columns.Lower, columns.Upper, columns.SingleAt, columns.SingleStep);
        for (int i = 0; i < columns.Slope.Length && _structure.HasCurves; i++)
            FillCurves(family.Curves!, columns, i);
    }

    private void FillEach(ColumnFunctions columns)
    {
        PiecewiseFamily? family = Program.Functions as PiecewiseFamily;
        family?.SetAll(columns.Curvature, columns.Lower);
        for (int i = 0; i < columns.Slope.Length; i++)
        {
            columns.Sort(i);
            ReadOnlySpan<double> at = columns.At(i);
            Start[i] = at.Length > 0 ? at[0] : columns.PowerCentre[i];
            if (family is null)
                FillPower((ThreeHalvesFamily)Program.Functions, columns, i);
            else
                FillPieces(family, columns, i);
        }
    }

    private void FillPieces(PiecewiseFamily family, ColumnFunctions columns, int i)
    {
        ReadOnlySpan<double> at = columns.At(i);
        family.SetSteps(i, at, columns.Step(i), columns.Upper[i]);
        if (_structure.HasCurves)
            FillCurves(family.Curves!, columns, i);
        for (int b = 0; b < family.Budgets; b++)
            family.SetCharge(b, i, columns.ChargeSlope[b][i], at, columns.ChargeStep(b, i), columns.Upper[i]);
    }

    private static void FillCurves(CurveTable curves, ColumnFunctions columns, int i)
    {
        curves.LogWeight[i] = columns.LogWeight[i];
        for (int t = 0; t < curves.Powers.Length; t++)
        {
            curves.Powers[t].Exponent = columns.CurveExponent[t];
            curves.Powers[t].Coefficient[i] = columns.CurveCoefficient[t][i];
            curves.Powers[t].Centre[i] = columns.CurveCentre[t][i];
        }
    }

    private static void FillPower(ThreeHalvesFamily powers, ColumnFunctions columns, int i)
    {
        ReadOnlySpan<double> at = columns.At(i), step = columns.Step(i);
        double coefficient = columns.PowerCoefficient[i];
        double centre = columns.HasPower(i) || at.Length == 0 ? columns.PowerCentre[i] : at[0];
        if (at.Length > 1 || (at.Length == 1 && at[0] != centre))
            columns.NeedsCurves = true;
        powers.Set(i, columns.Curvature[i], columns.Lower[i], columns.Upper[i], centre, 0, at.Length == 1 ? step[0] : 0, coefficient);
        for (int b = 0; b < powers.Budgets; b++)
        {
            double slope = columns.ChargeSlope[b][i];
            double above = at.Length == 1 ? slope + columns.ChargeStep(b, i)[0] : slope;
            powers.SetCharge(b, i, slope, above, columns.ChargePower[b][i]);
            columns.ChargeConstant[b] += slope * centre;
        }
    }

    private string? FillRows()
    {
        Span<double> lower = Program.Rows.Lower, upper = Program.Rows.Upper;
        lower[.._structure.Rows].Fill(double.NegativeInfinity);
        upper[.._structure.Rows].Fill(double.PositiveInfinity);
        for (int b = 0; b < _source.BudgetCount; b++)
            upper[_structure.FirstBudget + b] = _source.Budgets[b].Limit;
        foreach (BoundEntry entry in _source.Bounds)
        {
            ProgramBlock block = _source[entry.On], image = _source.Base(entry.On);
            if (image.Kind != BlockKind.Image)
                continue;
            int start = _structure.RowStart[image.Id];
            for (int i = 0; i < image.Length; i++)
            {
                double origin = NetworkReader.Origin(block, i);
                lower[start + i] = Math.Max(lower[start + i], entry.Lower[i] + origin);
                upper[start + i] = Math.Min(upper[start + i], entry.Upper[i] + origin);
                if (lower[start + i] > upper[start + i])
                    return "two limits of a row exclude each other";
            }
        }

        return null;
    }

    /// <summary>Curvatures and slopes of the factors; where their curvature turned them, the loadings and the rows over exposures turn along.</summary>
    private void FillFactors(FactorFrame frame)
    {
        int k = frame.Order;
        frame.Read(Reader.ImageCurvature, Reader.ImageSlope, Program.FactorCurvature[..k], Program.FactorSlope[..k]);
        Program.Reach.Forget();
        if (frame.HasTurned)
            for (int i = 0; i < frame.Map.Columns; i++)
                frame.ToFactors(_own.Span.Slice(i * Program.Loadings.Stride, k), _turned.Span.Slice(i * Program.Loadings.Stride, k));
        if (!Program.Rows.HasMixtures || (frame.Turns && !frame.HasTurned && _hasMixtures))
            return;
        _hasMixtures = true;
        foreach (FactorImage image in frame.Images)
        {
            int start = _structure.RowStart[image.Block.Id];
            for (int r = 0; r < image.Block.Length && start >= 0; r++)
                if (Program.Rows.FactorOf[start + r] == RowTable.Mixture)
                    frame.RowOf(image, r, Program.Rows.MixtureOf(start + r));
        }
    }

    /// <summary>The map's own storage where it keeps columns together, else a copy made once; room for another where the factors turn. Turning keeps the norms.</summary>
    private LoadingRows Loadings(int n)
    {
        if (_structure.Frame is not { } frame)
            return new LoadingRows(Arena, Arena.Doubles(0), Arena.Doubles(Lanes.PadTo8(n)), 0, 0, 0);
        DenseMap map = frame.Map;
        Slab norms = Arena.Doubles(Lanes.PadTo8(n));
        int stride = Lanes.PadTo8(map.Rows);
        _own = map.IsByColumn ? map.StorageSlab : Transposed(map, stride);
        for (int i = 0; i < map.Columns; i++)
        {
            ReadOnlySpan<double> run = _own.Span.Slice(i * stride, stride);
            norms.Span[i] = Math.Sqrt(Dot.Product(run, run)) * (frame.Turns ? 1 + 1e-12 : 1 + 1e-14);
        }

        _turned = frame.Turns ? Arena.Doubles((long)map.Columns * stride) : _own;
        return new LoadingRows(Arena, _turned, norms, map.Columns, map.Rows, stride);
    }

    private Slab Transposed(DenseMap map, int stride)
    {
        Slab values = Arena.Doubles((long)map.Columns * stride);
        ReadOnlySpan<double> storage = map.Storage;
        for (int r = 0; r < map.Rows; r++)
            for (int c = 0; c < map.Columns; c++)
                values.Span[(c * stride) + r] = storage[(r * map.Stride) + c];
        return values;
    }
}
