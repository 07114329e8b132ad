using Rebalancing.Numerics;
using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>Writes a solved point into the program's own numbering: values, prices of images, multipliers of bounds, flows.</summary>
internal sealed class AnswerWriter
{
    private readonly DualStructure _structure;
    private readonly DualCompiler _compiler;
    private readonly ColumnSlopes _slopes;
    private readonly NetworkAnswer _networks;
    private readonly double[] _part;
    private readonly double[] _common;
    private readonly double[] _values;
    private bool _joined;

    public AnswerWriter(DualStructure structure, DualCompiler compiler)
    {
        (_structure, _compiler) = (structure, compiler);
        _slopes = new ColumnSlopes(compiler);
        _networks = new NetworkAnswer(structure.Program, compiler.Reader.Networks, compiler.Reader.Columns);
        _part = new double[structure.Program.Rows];
        _values = new double[structure.Frame is null ? 0 : structure.Program.Rows];
        _common = new double[structure.Frame?.Order ?? 0];
    }

    /// <summary>The values of the columns.</summary>
    public void WriteColumns(DualNewtonEngine engine, Solution solution)
    {
        foreach (ProgramBlock block in _structure.Program.Blocks)
            if (block.Kind == BlockKind.Variables)
                engine.Point.X.Slice(_structure.CoordinateStart[block.Id], block.Length).CopyTo(solution.Columns.Values.AsSpan(block.Start));
        solution.Iterations = engine.Steps;
    }

    /// <summary>Everything else.</summary>
    public void Complete(DualNewtonEngine engine, Solution solution)
    {
        solution.FitFlows();
        WriteImages(engine.Point, solution);
        _slopes.Prepare(engine);
        engine.Point.Nu.Slice(_structure.FirstBudget, solution.BudgetPrices.Length).CopyTo(solution.BudgetPrices);
        foreach (ProgramBlock block in _structure.Program.Blocks)
        {
            if (block.Kind == BlockKind.Variables)
                WriteBounds(block, engine.Point, solution);
            if (block.Kind == BlockKind.Flows)
                _networks.Write(block, _slopes, solution.BudgetPrices, solution);
        }

        Array.Clear(solution.NormPrices);
    }

    private void WriteBounds(ProgramBlock block, DualPoint point, Solution solution)
    {
        int start = _structure.CoordinateStart[block.Id];
        ColumnFunctions columns = _compiler.Reader.Columns;
        for (int i = 0; i < block.Length; i++)
        {
            int c = start + i;
            double x = point.X[c];
            solution.Columns.LowerDuals[block.Start + i] = x <= columns.Lower[c] ? Math.Max(0, _slopes.Right(c, x)) : 0;
            solution.Columns.UpperDuals[block.Start + i] = x >= columns.Upper[c] ? Math.Max(0, -_slopes.Left(c, x)) : 0;
        }
    }

    private void WriteImages(DualPoint point, Solution solution)
    {
        foreach (ProgramBlock image in _structure.Program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            Span<double> values = solution.Images.Values.AsSpan(image.Start, image.Length);
            Span<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
            if (_structure.Frame?.ImageOf(image) is { } own)
            {
                WriteOwn(_structure.Frame, own, point, values, prices);
            }
            else
            {
                _joined = false;
                Apply(image, point, values);
                _compiler.Reader.ImageSlope.Slice(image.Start, image.Length).CopyTo(prices);
            }

            for (int b = 0; b < _structure.Program.BudgetCount; b++)
                Axpy.Add(point.Nu[_structure.FirstBudget + b], _compiler.Reader.ImageCharge(b).Slice(image.Start, image.Length), prices);

            WriteRows(image, point, prices, solution);
        }
    }

    private void WriteRows(ProgramBlock image, DualPoint point, Span<double> prices, Solution solution)
    {
        int start = _structure.RowStart[image.Id];
        for (int r = 0; r < image.Length; r++)
        {
            double nu = start < 0 ? 0 : point.Nu[start + r];
            solution.Images.LowerDuals[image.Start + r] = Math.Max(0, -nu);
            solution.Images.UpperDuals[image.Start + r] = Math.Max(0, nu);
            if (!_joined)
                prices[r] += nu;
        }
    }

    /// <summary>
    /// An image of the factors. A single one carries all factor prices, those of its rows joined in. Of several each has the slope of its own functions, and
    /// the factors themselves, if they are among them, what remains.
    /// </summary>
    private void WriteOwn(FactorFrame frame, FactorImage own, DualPoint point, Span<double> values, Span<double> prices)
    {
        frame.FromFactors(point.Exposure, _common.AsSpan(0, frame.Order));
        own.Apply(_common.AsSpan(0, frame.Order), values);
        _joined = own.IsWhole;
        if (!own.IsWhole)
        {
            OwnSlopes(own.Block, values, prices);
            return;
        }

        frame.FromFactors(point.Combined, prices);
        foreach (FactorImage other in frame.Images)
        {
            if (other == own)
                continue;
            ProgramBlock block = other.Block;
            Span<double> part = _part.AsSpan(0, block.Length), otherValues = _values.AsSpan(0, block.Length);
            other.Apply(_common.AsSpan(0, frame.Order), otherValues);
            OwnSlopes(block, otherValues, part);
            int start = _structure.RowStart[block.Id];
            for (int r = 0; r < part.Length; r++)
                part[r] = -(part[r] + (start < 0 ? 0 : point.Nu[start + r]));
            other.AddTransposed(part, prices);
        }
    }

    private void OwnSlopes(ProgramBlock image, ReadOnlySpan<double> values, Span<double> slopes)
    {
        Hadamard.Multiply(_compiler.Reader.ImageCurvature.Slice(image.Start, image.Length), values, slopes);
        Axpy.Add(1.0, _compiler.Reader.ImageSlope.Slice(image.Start, image.Length), slopes);
    }

    private void Apply(ProgramBlock image, DualPoint point, Span<double> values)
    {
        values.Clear();
        Span<double> part = _part.AsSpan(0, image.Length);
        foreach (ImagePart summand in image.Parts)
        {
            int start = _structure.CoordinateStart[summand.Of.Id];
            summand.Map.Apply(point.X.Slice(start, summand.Of.Length), part);
            for (int r = 0; r < part.Length; r++)
                values[r] += part[r];
        }
    }
}
