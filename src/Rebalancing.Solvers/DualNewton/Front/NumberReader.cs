namespace Rebalancing.Solvers.DualNewton;

/// <summary>Collects the present numbers of the program by coordinate. Run at every solve; allocates nothing.</summary>
internal sealed class NumberReader
{
    /// <summary>The ends of a network are sums of its flows; this part of them is rounding.</summary>
    private const double EndRounding = 1e-14;

    private static readonly Charge InObjective = new(1.0, -1, 0.0);

    private readonly StructuredProgram _program;
    private readonly DualStructure _structure;
    private readonly ColumnFunctions _columns;
    private readonly NetworkFold _fold;
    private readonly double[] _flowCost;
    private readonly double[] _flowUpper;
    private readonly double[] _imageSlope;
    private readonly double[][] _imageCharge;

    public NumberReader(DualStructure structure)
    {
        (_structure, _program) = (structure, structure.Program);
        _columns = new ColumnFunctions(StepCounts.Of(structure), _program.BudgetCount);
        _fold = new NetworkFold(_program.FlowCount);
        _flowCost = new double[_program.FlowCount];
        _flowUpper = new double[_program.FlowCount];
        _imageSlope = new double[_program.Rows];
        _imageCharge = new double[_program.BudgetCount][];
        for (int b = 0; b < _imageCharge.Length; b++)
            _imageCharge[b] = new double[_program.Rows];
    }

    public ColumnFunctions Columns => _columns;

    /// <summary>Slope of every image coordinate; those of the factors stay there, the others have been folded into the columns.</summary>
    public ReadOnlySpan<double> ImageSlope => _imageSlope;

    /// <summary>Slope of every image coordinate in a budget.</summary>
    public ReadOnlySpan<double> ImageCharge(int budget) => _imageCharge[budget];

    public NetworkFold Network => _fold;

    public ReadOnlySpan<double> FlowCost => _flowCost;

    public ReadOnlySpan<double> FlowUpper => _flowUpper;

    /// <summary>Curvature of each factor.</summary>
    public void Read(Span<double> factorCurvature)
    {
        _columns.Clear();
        Array.Clear(_flowCost);
        Array.Clear(_imageSlope);
        foreach (double[] charges in _imageCharge)
            Array.Clear(charges);
        factorCurvature.Clear();
        ReadBounds();
        foreach (FunctionEntry entry in _program.Functions)
            if (!Charge.Of(entry).CountsNowhere)
                ReadFunction(entry, factorCurvature);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Flows)
                ReadNetworks(block);
            if (block.Kind == BlockKind.Image)
                FoldSlopes(block);
        }
    }

    /// <summary>Origin of a block's coordinates: what an offset takes off.</summary>
    public static double Origin(ProgramBlock block, int i) => block.Kind == BlockKind.Offset ? block.Origin[i] : 0.0;

    private void ReadBounds()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                block.Upper.AsSpan(0, block.Length).CopyTo(_flowUpper.AsSpan(block.Start));
        foreach (BoundEntry entry in _program.Bounds)
        {
            ProgramBlock block = _program[entry.On], on = _program.Base(entry.On);
            if (on.Kind == BlockKind.Variables)
            {
                int start = _structure.CoordinateStart[on.Id];
                for (int i = 0; i < on.Length; i++)
                    _columns.Tighten(start + i, entry.Lower[i] + Origin(block, i), entry.Upper[i] + Origin(block, i));
            }
            else if (on.Kind == BlockKind.Flows)
            {
                TightenFlows(entry, on);
            }
        }
    }

    private void TightenFlows(BoundEntry entry, ProgramBlock flows)
    {
        for (int f = 0; f < flows.Length; f++)
        {
            ref double upper = ref _flowUpper[flows.Start + f];
            upper = Math.Min(upper, entry.Upper[f]);
            if (entry.Lower[f] > 0 || upper < 0)
                _columns.Objection = $"a flow of '{flows.Label}' must be positive";
        }
    }

    private void ReadFunction(FunctionEntry entry, Span<double> factorCurvature)
    {
        ProgramBlock block = _program[entry.On], on = _program.Base(entry.On);
        double weight = entry.Weight;
        if (on.Kind == BlockKind.Flows)
        {
            for (int f = 0; f < on.Length; f++)
                _flowCost[on.Start + f] += weight * entry.First[f];
            return;
        }

        if (on.Kind == BlockKind.Image)
        {
            ReadOnImage(entry, block, on, factorCurvature);
            return;
        }

        int start = _structure.CoordinateStart[on.Id];
        Charge charge = Charge.Of(entry);
        if (entry.Kind == FunctionKind.Kinked && charge.Budget < 0)
        {
            ReadKinks(entry, block, start, charge.Objective);
            return;
        }

        for (int i = 0; i < on.Length; i++)
            ReadOnColumn(entry, i, start + i, Origin(block, i), charge);
    }

    private void ReadOnImage(FunctionEntry entry, ProgramBlock block, ProgramBlock image, Span<double> factorCurvature)
    {
        for (int r = 0; r < image.Length; r++)
        {
            double value = entry.Weight * entry.First[r], origin = Origin(block, r);
            if (entry.Kind == FunctionKind.Linear)
            {
                Charge charge = Charge.Of(entry);
                _imageSlope[image.Start + r] += value;
                _columns.AddConstant(-entry.First[r] * origin, charge);
                if (charge.Budget >= 0)
                    _imageCharge[charge.Budget][image.Start + r] += charge.Weight * entry.First[r];
                continue;
            }

            factorCurvature[r] += value;
            _imageSlope[image.Start + r] -= value * origin;
            _columns.Constant += 0.5 * value * origin * origin;
        }
    }

    /// <summary>The commonest words, in one plain loop.</summary>
    private void ReadKinks(FunctionEntry entry, ProgramBlock block, int start, double weight)
    {
        ReadOnlySpan<double> at = entry.First, below = entry.Second, above = entry.Third, origin = block.Kind == BlockKind.Offset ? block.Origin : default;
        for (int i = 0; i < at.Length; i++)
        {
            double place = origin.IsEmpty ? at[i] : at[i] + origin[i];
            _columns.AddKink(start + i, place, weight * below[i], weight * (above[i] - below[i]));
        }
    }

    private void ReadOnColumn(FunctionEntry entry, int i, int coordinate, double origin, Charge charge)
    {
        switch (entry.Kind)
        {
            case FunctionKind.Linear:
                _columns.AddLinear(coordinate, entry.First[i], origin, charge);
                break;
            case FunctionKind.Quadratic:
                _columns.AddQuadratic(coordinate, charge.Objective * entry.First[i], origin);
                break;
            case FunctionKind.Power when entry.Scalar == 2:
                _columns.AddQuadratic(coordinate, 2 * charge.Objective * entry.First[i], origin);
                break;
            case FunctionKind.Power:
                _columns.AddPower(coordinate, entry.First[i], origin, charge);
                break;
            case FunctionKind.Kinked:
                _columns.AddLinear(coordinate, entry.Second[i], entry.First[i] + origin, charge);
                _columns.AddStep(coordinate, entry.First[i] + origin, entry.Third[i] - entry.Second[i], charge);
                break;
            case FunctionKind.Pieces:
                ReadPieces(entry, i, coordinate, origin, charge);
                break;
            default:
                throw new InvalidOperationException($"{entry.Kind} was not objected to");
        }
    }

    private void ReadPieces(FunctionEntry entry, int i, int coordinate, double origin, Charge charge)
    {
        _columns.AddLinear(coordinate, entry.First[i], origin, charge);
        for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
        {
            _columns.AddStep(coordinate, entry.Second[q] + origin, entry.Third[q], charge);
            _columns.AddConstant(-entry.Third[q] * Math.Max(0, -entry.Second[q]), charge);
        }
    }

    private void ReadNetworks(ProgramBlock flows)
    {
        ProgramBlock into = _program.Blocks[flows.BaseId];
        int start = _structure.CoordinateStart[_program.Base(into.Handle).Id];
        for (int first = 0, last; first < flows.Length; first = last)
        {
            int i = flows.Coordinate[first];
            last = EndOfNetwork(flows, first);
            if (!_fold.Lay(CostOf(flows), flows.Sign, UpperOf(flows), first, last))
            {
                _columns.Objection = $"the flows '{flows.Label}' of coordinate {i} gain without end";
                return;
            }

            AddNetwork(start + i, Origin(into, i));
        }
    }

    /// <summary>One past the last flow of the coordinate of flow <paramref name="first"/>.</summary>
    public static int EndOfNetwork(ProgramBlock flows, int first)
    {
        int last = first;
        while (last < flows.Length && flows.Coordinate[last] == flows.Coordinate[first])
            last++;
        return last;
    }

    public ReadOnlySpan<double> CostOf(ProgramBlock flows) => _flowCost.AsSpan(flows.Start, flows.Length);

    public ReadOnlySpan<double> UpperOf(ProgramBlock flows) => _flowUpper.AsSpan(flows.Start, flows.Length);

    private void AddNetwork(int coordinate, double origin)
    {
        ReadOnlySpan<double> slopes = _fold.Slope, widths = _fold.Width;
        bool endlessLeft = double.IsFinite(_fold.LeftSlope), endlessRight = double.IsFinite(_fold.RightSlope);
        double at = _fold.Begin + origin, rounding = EndRounding * (Math.Abs(_fold.Begin) + Math.Abs(origin));
        if (!endlessLeft)
            _columns.Tighten(coordinate, Within(_columns.Upper[coordinate], at, at - rounding), double.PositiveInfinity);
        double slope = endlessLeft ? _fold.LeftSlope : slopes.Length > 0 ? slopes[0] : endlessRight ? _fold.RightSlope : 0;
        _columns.AddLinear(coordinate, slope, at, InObjective);
        _columns.Constant += _fold.BeginCost;
        for (int s = 0; s < slopes.Length; s++)
        {
            _columns.AddStep(coordinate, at, slopes[s] - slope, InObjective);
            slope = slopes[s];
            at += widths[s];
        }

        if (endlessRight)
            _columns.AddStep(coordinate, at, _fold.RightSlope - slope, InObjective);
        else
            _columns.Tighten(coordinate, double.NegativeInfinity, Within(_columns.Lower[coordinate], at, at + rounding));
    }

    /// <summary>The bound itself where it lies between the two ends: all lots together and a holding of zero differ by rounding only.</summary>
    private static double Within(double bound, double end, double loosened) =>
        bound >= Math.Min(end, loosened) && bound <= Math.Max(end, loosened) ? bound : end;

    /// <summary>A linear function of an image that is not the factors is a linear function of the columns; a charge on the factors is, too.</summary>
    private void FoldSlopes(ProgramBlock image)
    {
        if (image != _structure.Factors)
            Fold(image, _imageSlope, _columns.Slope);
        for (int b = 0; b < _imageCharge.Length; b++)
            Fold(image, _imageCharge[b], _columns.ChargeSlope[b]);
    }

    private void Fold(ProgramBlock image, double[] slopeOfImages, double[] slopeOfColumns)
    {
        ReadOnlySpan<double> slopes = slopeOfImages.AsSpan(image.Start, image.Length);
        if (!slopes.ContainsAnyExcept(0.0))
            return;
        foreach (ImagePart part in image.Parts)
            part.Map.AddTransposed(slopes, slopeOfColumns.AsSpan(_structure.CoordinateStart[part.Of.Id], part.Of.Length));
    }
}
