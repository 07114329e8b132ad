namespace Rebalancing.Solvers;

public sealed partial class ProgramBuilder
{
    /// <summary>Private columns of the program, free until bounded.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="label">What they are, for messages.</param>
    public Block Variables(int count, string label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Refilling)
            return Again(BlockKind.Variables, count, nameof(Variables)).Handle;
        return Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Variables, count, label, Owner));
    }

    /// <summary>The block <paramref name="of"/> less a constant (changes are variables less where they start). No columns, no rows.</summary>
    public Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        ProgramBlock shifted = Known(of);
        CheckNumbers(origin, of, "the origin");
        ProgramBlock offset;
        if (Refilling)
            offset = Again(BlockKind.Offset, of.Length, nameof(Offset));
        else
        {
            offset = new ProgramBlock(_program.Blocks.Count, BlockKind.Offset, of.Length, shifted.Label + " - origin", Owner)
            {
                BaseId = shifted.BaseOrSelf(),
                Origin = new double[of.Length],
            };
            Add(offset);
        }

        origin.CopyTo(offset.Origin);
        if (shifted.Kind == BlockKind.Offset)
            for (int i = 0; i < origin.Length; i++)
                offset.Origin[i] += shifted.Origin[i];
        return offset.Handle;
    }

    /// <summary>
    /// Columns f with 0 &lt;= f &lt;= upper, private to coordinates of <paramref name="into"/>: into_i = sum of sign * f over the flows of coordinate i.
    /// Each call is a network of its own: two networks on the same block both add up to it. A coordinate that no flow names is not tied.
    /// </summary>
    /// <param name="into">The block whose coordinates the flows move.</param>
    /// <param name="coordinate">The coordinate of each flow, ascending.</param>
    /// <param name="sign">+1 or -1 for each flow.</param>
    /// <param name="upper">Upper limit of each flow, at least 0; may be infinite.</param>
    /// <param name="label">What they are, for messages.</param>
    public Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label)
    {
        Known(into);
        int count = coordinate.Length;
        if (sign.Length != count || upper.Length != count)
            throw new ArgumentException($"flows '{label}' have {count} coordinates, {sign.Length} signs and {upper.Length} upper limits; the three must agree");
        for (int f = 0; f < count; f++)
        {
            if (coordinate[f] < 0 || coordinate[f] >= into.Length || (f > 0 && coordinate[f] < coordinate[f - 1]))
                throw new ArgumentException($"flow {f} of '{label}' names coordinate {coordinate[f]}; coordinates ascend within 0 .. {into.Length - 1}");
            if (sign[f] is not (1.0 or -1.0))
                throw new ArgumentException($"flow {f} of '{label}' has sign {sign[f]}; a sign is +1 or -1");
            if (!(upper[f] >= 0))
                throw new ArgumentException($"flow {f} of '{label}' has upper limit {upper[f]}; it must be >= 0 (infinite is allowed)");
        }

        if (!Refilling)
            return Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Flows, count, label, Owner)
            {
                BaseId = into.Id,
                Coordinate = coordinate.ToArray(),
                Sign = sign.ToArray(),
                Upper = upper.ToArray(),
            });
        ProgramBlock flows = _program.Blocks[Next(Word.Block, nameof(Flows))];
        if (flows.Kind != BlockKind.Flows || flows.BaseId != into.Id)
            throw Deviation($"block '{flows.Label}' was recorded as {flows.Kind}, now it is flows into '{_program[into].Label}'");
        if (!coordinate.SequenceEqual(flows.Coordinate) || !sign.SequenceEqual(flows.Sign))
        {
            flows.Length = count;
            (flows.Coordinate, flows.Sign, flows.Upper) = (coordinate.ToArray(), sign.ToArray(), new double[count]);
            _program.StructureVersion++;
        }

        upper.CopyTo(flows.Upper);
        return flows.Handle;
    }

    /// <summary>The image y = M x. The same map object on the same block gives the same image, whoever asks; the image of an offset shares the image of what it shifts.</summary>
    public Block Image(LinearMap map, Block of)
    {
        ProgramBlock source = Known(of);
        if (map.Columns != of.Length)
            throw new ArgumentException($"the map has {map.Columns} columns, but {Where(of)} cannot be its argument");
        if (source.Kind == BlockKind.Offset)
            return ImageOfOffset(map, source);
        if (_images.TryGetValue((map, of.Id), out Block known))
        {
            PassIfRecordedHere(known);
            return known;
        }

        if (Refilling)
            throw Deviation($"it asks for an image of '{source.Label}' under a map that was not recorded; maps are shared model data and stay the same objects for every account");
        Block image = Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Image, map.Rows, $"image of {source.Label}", Owner) { Parts = [new ImagePart(map, of)] });
        _images[(map, of.Id)] = image;
        return image;
    }

    /// <summary>The image y = M1 x1 + M2 x2 + ... over blocks that are not offsets. Each call makes a new image.</summary>
    public Block Image(params ReadOnlySpan<ImagePart> parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("an image needs at least one part");
        int rows = parts[0].Map.Rows;
        foreach (ImagePart part in parts)
        {
            ProgramBlock source = Known(part.Of);
            if (part.Map.Rows != rows || part.Map.Columns != part.Of.Length)
                throw new ArgumentException($"a part of the image has a map of {part.Map.Rows} x {part.Map.Columns} on {Where(part.Of)}; {rows} rows and {part.Of.Length} columns are expected");
            if (source.Kind == BlockKind.Offset)
                throw new ArgumentException($"a part of the image is over the offset block '{source.Label}'; take the image of what it shifts and offset the image");
        }

        if (!Refilling)
            return Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Image, rows, "combined image", Owner) { Parts = parts.ToArray() });
        ProgramBlock image = Again(BlockKind.Image, rows, nameof(Image));
        for (int i = 0; i < parts.Length; i++)
            if (image.Parts.Length != parts.Length || !ReferenceEquals(image.Parts[i].Map, parts[i].Map) || image.Parts[i].Of.Id != parts[i].Of.Id)
                throw Deviation($"part {i} of a combined image differs from the recorded one");
        return image.Handle;
    }

    /// <summary>
    /// One row y = a'x whose coefficients belong to the account rather than to a shared map (gain for each unit of a lot sold): they are refilled.
    /// Coefficients are finite.
    /// </summary>
    public Block WeightedSum(Block of, ReadOnlySpan<double> coefficients)
    {
        ProgramBlock source = Known(of);
        if (source.Kind == BlockKind.Offset)
            throw new ArgumentException($"the weighted sum is over the offset block '{source.Label}'; sum what it shifts and offset the sum");
        CheckNumbers(coefficients, of, "the weighted sum");
        if (!Refilling)
            return Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Image, 1, $"weighted sum of {source.Label}", Owner)
            {
                Parts = [new ImagePart(new SumMap(coefficients), of)],
            });
        ProgramBlock sum = Again(BlockKind.Image, 1, nameof(WeightedSum));
        if (sum.Parts is not [{ Map: SumMap map }] || sum.Parts[0].Of.Id != of.Id)
            throw Deviation($"block '{sum.Label}' was recorded as another image, now it is a weighted sum of '{source.Label}'");
        if (map.Columns == of.Length)
            map.Refill(coefficients);
        else
            sum.Parts[0] = new ImagePart(new SumMap(coefficients), of);
        return sum.Handle;
    }

    /// <summary>x_i - a, with a the single coordinate of <paramref name="scalar"/> (losses less a threshold).</summary>
    public Block Shifted(Block of, Block scalar)
    {
        ProgramBlock source = Known(of);
        if (Known(scalar).Length != 1)
            throw new ArgumentException($"{Where(scalar)} has {scalar.Length} coordinates; what is taken off is a block of one");
        ProgramBlock carried = source.Kind == BlockKind.Offset ? _program.Blocks[source.BaseId] : source;
        Block image = Refilling
            ? Again(BlockKind.Image, of.Length, nameof(Shifted)).Handle
            : Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Image, of.Length, carried.Label + " - scalar", Owner) { Parts = ShiftParts(carried, scalar) });
        return source.Kind == BlockKind.Offset ? Offset(image, source.Origin) : image;
    }

    /// <summary>x - a as one image: the parts of x where x is an image itself (so that no row is doubled), or the identity, and a column of -1.</summary>
    private static ImagePart[] ShiftParts(ProgramBlock carried, Block scalar)
    {
        int n = carried.Length;
        var down = new double[n];
        Array.Fill(down, -1.0);
        var minusOne = new ImagePart(DenseMap.FromColumns(down, n, 1), scalar);
        if (carried.Kind == BlockKind.Image)
            return [.. carried.Parts, minusOne];
        int[] start = new int[n + 1], column = new int[n];
        for (int i = 0; i < n; i++)
            (start[i + 1], column[i]) = (i + 1, i);
        var ones = new double[n];
        Array.Fill(ones, 1.0);
        return [new ImagePart(new SparseMap(n, n, start, column, ones), carried.Handle), minusOne];
    }

    /// <summary>M (x - a) = M x - M a: the shared image, offset by the image of the origin.</summary>
    private Block ImageOfOffset(LinearMap map, ProgramBlock source)
    {
        Block image = Image(map, _program.Blocks[source.BaseId].Handle);
        if (_images.TryGetValue((map, source.Id), out Block known))
        {
            if (PassIfRecordedHere(known))
                map.Apply(source.Origin, _program[known].Origin);
            return known;
        }

        var origin = new double[map.Rows];
        map.Apply(source.Origin, origin);
        Block offset = Add(new ProgramBlock(_program.Blocks.Count, BlockKind.Offset, map.Rows, $"image of {source.Label}", Owner) { BaseId = image.Id, Origin = origin });
        _images[(map, source.Id)] = offset;
        return offset;
    }

    /// <summary>In a refill a shared image is said again where it was first recorded, and free of words everywhere else.</summary>
    private bool PassIfRecordedHere(Block image)
    {
        if (!Refilling || _cursor >= _script.Count || _script[_cursor] != (Word.Block, image.Id))
            return false;
        _cursor++;
        return true;
    }

    private Block Add(ProgramBlock block)
    {
        Record(Word.Block, block.Id);
        _program.Blocks.Add(block);
        return block.Handle;
    }

    private ProgramBlock Again(BlockKind kind, int length, string said)
    {
        ProgramBlock block = _program.Blocks[Next(Word.Block, said)];
        if (block.Kind != kind || block.Length != length)
            throw Deviation($"block '{block.Label}' was recorded as {block.Kind} of length {block.Length}, now it is {kind} of length {length}");
        return block;
    }
}
