using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Moves multipliers as little as possible, relative to their own sizes, to where they leave no slope that nothing holds: prices of rows, networks and radii take up what
/// is left on their own coordinate; what is left on columns,
/// <code>   M'p = -left on the columns U that nothing holds,   p = price (1 + e),   least |e|   </code>
/// is a small least-squares problem for conjugate gradients. An engine's multipliers satisfy these equations to its tolerance; a proof needs them to the rounding.
/// </summary>
/// <remarks>This only looks for multipliers. What they prove is for <see cref="InfeasibilityProof"/> to check.</remarks>
internal sealed class MultiplierRefinement
{
    /// <summary>Rows of images of images wait for the rows they are made of, and what one round moves may leave another column unheld.</summary>
    private const int Rounds = 6;

    private const int MostSteps = 200;

    /// <summary>Shares of a slope's terms below this are its rounding.</summary>
    private const double Rounding = 1e-15;

    private readonly StructuredProgram _program;
    private readonly CoordinateMinimum _minimum;
    private readonly RecomputedPoint _point;
    private readonly LagrangianSlopes _slopes;
    private readonly BlockNumbers _room;
    private readonly double[] _left;
    private readonly double[] _unit;
    private readonly double[] _columns;
    private readonly double[] _change;
    private readonly double[] _gradient;
    private readonly double[] _step;

    internal MultiplierRefinement(StructuredProgram program)
    {
        _program = program;
        _minimum = new CoordinateMinimum(program);
        _point = new RecomputedPoint(program);
        _slopes = new LagrangianSlopes(program, _point);
        _room = new BlockNumbers(program);
        (_left, _unit, _columns) = (new double[program.Columns], new double[program.Columns], new double[program.Columns]);
        (_change, _gradient, _step) = (new double[program.Rows], new double[program.Rows], new double[program.Rows]);
    }

    /// <summary>Works on the multipliers in place.</summary>
    /// <param name="multipliers">Prices, and the point they came with.</param>
    /// <param name="negligible">Prices of rows that weigh less than this share of the heaviest are left out first.</param>
    internal void Refine(Solution multipliers, double negligible)
    {
        _point.Take(multipliers);
        if (negligible > 0)
            LeaveOut(multipliers, negligible);
        Array.Clear(_unit);
        for (int round = 0; round < Rounds; round++)
        {
            _slopes.Find(multipliers, objectiveCounts: false);
            HoldOwnSlopes(multipliers);
            _slopes.Find(multipliers, objectiveCounts: false);
            HoldByNetworks(multipliers);
            _slopes.Find(multipliers, objectiveCounts: false);
            _slopes.FindSizes(multipliers);
            if (!FindLeft(multipliers))
                return;
            Project(multipliers);
        }
    }

    /// <summary>A row weighs its price times its value at the point.</summary>
    private void LeaveOut(Solution multipliers, double negligible)
    {
        double heaviest = 0;
        foreach (ProgramBlock image in _program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
                heaviest = Math.Max(heaviest, Math.Abs(multipliers.ImagePrices[image.Start + r] * _point.Values(image)[r]));
        foreach (ProgramBlock image in _program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
                if (Math.Abs(multipliers.ImagePrices[image.Start + r] * _point.Values(image)[r]) < negligible * heaviest)
                    multipliers.ImagePrices[image.Start + r] = 0;
    }

    /// <summary>The slope of an image, of a flow and of a norm's radius has the coordinate's own price in it.</summary>
    private void HoldOwnSlopes(Solution multipliers)
    {
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind is not (BlockKind.Image or BlockKind.Flows))
                continue;
            _minimum.Collect(block, multipliers, objectiveCounts: false);
            for (int i = 0; i < block.Length; i++)
            {
                double left = _minimum.LeftOf(block, i, _slopes.Of(block)[i]);
                if (block.Kind == BlockKind.Image)
                    multipliers.ImagePrices[block.Start + i] += left;
                else
                    multipliers.NetworkPrices[block.Id][block.Coordinate[i]] += block.Sign[i] * left;
            }
        }

        for (int k = 0; k < _program.NormCount; k++)
        {
            if (_program.Norms[k].RadiusBlock is not { } radius)
                continue;
            _minimum.Collect(_program[radius], multipliers, objectiveCounts: false);
            multipliers.NormPrices[k] = Math.Max(0, multipliers.NormPrices[k] + _minimum.LeftOf(_program[radius], 0, _slopes.Of(_program[radius])[0]));
        }
    }

    /// <summary>What is left on a column that flows move is taken up by their network, as far as no flow is left unheld by it.</summary>
    private void HoldByNetworks(Solution multipliers)
    {
        foreach (ProgramBlock flows in _program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            ProgramBlock carrier = _program.Base(_program.Blocks[flows.BaseId].Handle);
            double[] prices = multipliers.NetworkPrices[flows.Id];
            Span<double> wanted = _room.Scratch(carrier.Length);
            _minimum.Collect(carrier, multipliers, objectiveCounts: false);
            for (int f = 0; f < flows.Length; f++)
                if (f == 0 || flows.Coordinate[f - 1] != flows.Coordinate[f])
                    wanted[flows.Coordinate[f]] = -_minimum.LeftOf(carrier, flows.Coordinate[f], _slopes.Of(carrier)[flows.Coordinate[f]]);
            _minimum.Collect(flows, multipliers, objectiveCounts: false);
            for (int f = 0; f < flows.Length; f++)
            {
                ref double change = ref wanted[flows.Coordinate[f]];
                change += flows.Sign[f] * _minimum.LeftOf(flows, f, _slopes.Of(flows)[f] - (flows.Sign[f] * change));
            }

            for (int i = 0; i < wanted.Length; i++)
                prices[i] += wanted[i];
        }
    }

    /// <summary>
    /// Fills what is left on each column as a share of its terms, and the inverse of those terms; false where there is nothing. A column of an earlier round stays among
    /// them with nothing left, so that the next round does not undo the last.
    /// </summary>
    private bool FindLeft(Solution multipliers)
    {
        bool any = false;
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind != BlockKind.Variables)
                continue;
            _minimum.Collect(block, multipliers, objectiveCounts: false);
            for (int i = 0; i < block.Length; i++)
            {
                double left = _minimum.LeftOf(block, i, _slopes.Of(block)[i]), size = _slopes.SizesOf(block)[i];
                bool isLeft = Math.Abs(left) > Rounding * size && size > 0;
                _unit[block.Start + i] = isLeft || (_unit[block.Start + i] > 0 && size > 0) ? 1 / size : 0;
                _left[block.Start + i] = isLeft ? left / size : 0;
                any |= isLeft;
            }
        }

        return any;
    }

    /// <summary>Least |A e + left| by conjugate gradients from e = 0, A = M' diag(prices) on the columns with something left; then price (1 + e).</summary>
    private void Project(Solution multipliers)
    {
        Array.Clear(_change);
        Combine.Into(-1, _left, 0, _left, _left);
        Spread(multipliers);
        _gradient.AsSpan().CopyTo(_step);
        double square = Dot.Product(_gradient, _gradient), first = square;
        for (int k = 0; k < MostSteps && square > Rounding * Rounding * first; k++)
        {
            Gather(multipliers);
            double length = Dot.Product(_columns, _columns);
            if (!(length > 0))
                break;
            double step = square / length;
            Axpy.Add(step, _step, _change);
            Axpy.Add(-step, _columns, _left);
            Spread(multipliers);
            double next = Dot.Product(_gradient, _gradient);
            Combine.Into(1, _gradient, next / square, _step, _step);
            square = next;
        }

        for (int r = 0; r < _change.Length; r++)
            multipliers.ImagePrices[r] *= 1 + _change[r];
    }

    /// <summary>gradient = A' left, over the rows of columns.</summary>
    private void Spread(Solution multipliers)
    {
        Hadamard.Multiply(_unit, _left, _columns);
        Array.Clear(_gradient);
        foreach (ProgramBlock image in _program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            Span<double> part = _room.Scratch(image.Length);
            foreach (ImagePart summand in image.Parts)
            {
                ProgramBlock of = _program[summand.Of];
                if (of.Kind != BlockKind.Variables)
                    continue;
                summand.Map.Apply(_columns.AsSpan(of.Start, of.Length), part);
                Axpy.Add(1, part, _gradient.AsSpan(image.Start, image.Length));
            }
        }

        Hadamard.Multiply(multipliers.ImagePrices, _gradient, _gradient);
    }

    /// <summary>columns = A step.</summary>
    private void Gather(Solution multipliers)
    {
        Array.Clear(_columns);
        foreach (ProgramBlock image in _program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            Span<double> priced = _room.Scratch(image.Length);
            Hadamard.Multiply(multipliers.ImagePrices.AsSpan(image.Start, image.Length), _step.AsSpan(image.Start, image.Length), priced);
            foreach (ImagePart summand in image.Parts)
                if (_program[summand.Of] is { Kind: BlockKind.Variables } of)
                    summand.Map.AddTransposed(priced, _columns.AsSpan(of.Start, of.Length));
        }

        Hadamard.Multiply(_unit, _columns, _columns);
    }
}
