using Rebalancing.Numerics;
using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>Collects the present numbers of the program by coordinate. Run at every solve; allocates nothing.</summary>
internal sealed class NumberReader
{
    private readonly StructuredProgram _program;
    private readonly DualStructure _structure;
    private readonly ColumnFunctions _columns;
    private readonly NetworkReader _networks;
    private readonly double[] _imageSlope;
    private readonly double[] _imageCurvature;
    private readonly double[][] _imageCharge;

    public NumberReader(DualStructure structure)
    {
        (_structure, _program) = (structure, structure.Program);
        _columns = new ColumnFunctions(StepCounts.Of(structure), StepCounts.AreSingle(structure), _program.BudgetCount, structure.Exponents());
        _networks = new NetworkReader(_program, _columns, structure.CoordinateStart);
        _imageSlope = new double[_program.Rows];
        _imageCurvature = new double[_program.Rows];
        _imageCharge = new double[_program.BudgetCount][];
        for (int b = 0; b < _imageCharge.Length; b++)
            _imageCharge[b] = new double[_program.Rows];
    }

    public ColumnFunctions Columns => _columns;

    /// <summary>Slope of every image coordinate; those of the factors stay there, the others have been folded into the columns.</summary>
    public ReadOnlySpan<double> ImageSlope => _imageSlope;

    /// <summary>Curvature of every image coordinate; only those of the factors and their combinations have any.</summary>
    public ReadOnlySpan<double> ImageCurvature => _imageCurvature;

    /// <summary>Slope of every image coordinate in a budget.</summary>
    public ReadOnlySpan<double> ImageCharge(int budget) => _imageCharge[budget];

    public NetworkReader Networks => _networks;

    public void Read()
    {
        _columns.Clear();
        foreach (double[] coefficients in _columns.CurveCoefficient)
            Array.Clear(coefficients);
        _networks.Begin();
        Array.Clear(_imageSlope);
        foreach (double[] charges in _imageCharge)
            Array.Clear(charges);
        Array.Clear(_imageCurvature);
        ReadBounds();
        foreach (FunctionEntry entry in _program.Functions)
            if (!Charge.Of(entry).CountsNowhere)
                ReadFunction(entry);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Flows)
                _networks.Read(block);
            if (block.Kind == BlockKind.Image)
                FoldSlopes(block);
        }
    }

    /// <summary>The origins of all coordinates of a block; empty where they are zero.</summary>
    private static ReadOnlySpan<double> Origins(ProgramBlock block) => block.Kind == BlockKind.Offset ? block.Origin : default;

    private void ReadBounds()
    {
        foreach (BoundEntry entry in _program.Bounds)
        {
            ProgramBlock block = _program[entry.On], on = _program.Base(entry.On);
            if (on.Kind == BlockKind.Variables)
            {
                int start = _structure.CoordinateStart[on.Id];
                Boxes.Tighten(entry.Lower, entry.Upper, Origins(block), _columns.Lower.AsSpan(start, on.Length), _columns.Upper.AsSpan(start, on.Length));
            }
            else if (on.Kind == BlockKind.Flows)
            {
                _networks.Numbers.Tighten(entry, on);
            }
        }
    }

    private void ReadFunction(FunctionEntry entry)
    {
        ProgramBlock block = _program[entry.On], on = _program.Base(entry.On);
        if (on.Kind == BlockKind.Flows)
        {
            _networks.Numbers.AddCost(entry, on);
            return;
        }

        if (on.Kind == BlockKind.Image)
        {
            ReadOnImage(entry, block, on);
            return;
        }

        int start = _structure.CoordinateStart[on.Id];
        Charge charge = Charge.Of(entry);
        if (charge.Budget < 0 && ReadAll(entry, Origins(block), start))
            return;

        int curve = entry.Kind == FunctionKind.Power ? _structure.CurvedPowers.IndexOf(entry) : -1;
        if (curve >= 0 && entry.Scalar != 2)
        {
            ReadCurve(entry, block, start, curve);
            return;
        }

        _columns.NeedsCurves |= entry.Kind == FunctionKind.Power && entry.Scalar is not (1.5 or 2.0);
        for (int i = 0; i < on.Length; i++)
            ReadOnColumn(entry, i, start + i, NetworkReader.Origin(block, i), charge);
    }

    private void ReadCurve(FunctionEntry entry, ProgramBlock block, int start, int curve)
    {
        _columns.CurveExponent[curve] = entry.Scalar;
        for (int i = 0; i < entry.First.Length; i++)
        {
            _columns.CurveCoefficient[curve][start + i] = entry.Weight * entry.First[i];
            _columns.CurveCentre[curve][start + i] = NetworkReader.Origin(block, i);
        }
    }

    private void ReadOnImage(FunctionEntry entry, ProgramBlock block, ProgramBlock image)
    {
        for (int r = 0; r < image.Length; r++)
        {
            double value = entry.Weight * entry.First[r], origin = NetworkReader.Origin(block, r);
            if (entry.Kind == FunctionKind.Linear)
            {
                Charge charge = Charge.Of(entry);
                _imageSlope[image.Start + r] += value;
                _columns.AddConstant(-entry.First[r] * origin, charge);
                if (charge.Budget >= 0)
                    _imageCharge[charge.Budget][image.Start + r] += charge.Weight * entry.First[r];
                continue;
            }

            _imageCurvature[image.Start + r] += value;
            _imageSlope[image.Start + r] -= value * origin;
            _columns.Constant += 0.5 * value * origin * origin;
        }
    }

    /// <summary>The commonest words in the objective, all coordinates at once. False for the others.</summary>
    private bool ReadAll(FunctionEntry entry, ReadOnlySpan<double> origin, int start)
    {
        switch (entry.Kind)
        {
            case FunctionKind.Linear:
                _columns.AddLinear(start, entry.Weight, entry.First, origin);
                return true;
            case FunctionKind.Quadratic:
                _columns.AddQuadratic(start, entry.Weight, entry.First, origin);
                return true;
            case FunctionKind.Power when entry.Scalar == 1.5 && _structure.HasThreeHalves:
                _columns.AddPowers(start, entry.Weight, entry.First, origin);
                return true;
            case FunctionKind.Pieces:
                _columns.AddPieces(start, entry.Weight, entry, origin);
                return true;
            case FunctionKind.Kinked when _columns.IsSingle:
                _columns.SetKinks(start, entry.Weight, entry.First, entry.Second, entry.Third, origin);
                return true;
            case FunctionKind.Kinked:
                for (int i = 0; i < entry.First.Length; i++)
                    _columns.AddKink(start + i, entry.First[i] + (origin.IsEmpty ? 0 : origin[i]), entry.Weight * entry.Second[i], entry.Weight * (entry.Third[i] - entry.Second[i]));
                return true;
            default:
                return false;
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
            case FunctionKind.Log:
                _columns.LogWeight[coordinate] += charge.Objective * entry.First[i];
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

    /// <summary>A linear function of an image that is not the factors is a linear function of the columns; a charge on the factors is, too.</summary>
    private void FoldSlopes(ProgramBlock image)
    {
        if (_structure.Frame?.ImageOf(image) is null)
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
