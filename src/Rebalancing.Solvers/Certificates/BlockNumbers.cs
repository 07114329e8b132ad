namespace Rebalancing.Solvers.Certificates;

/// <summary>One number for each coordinate of each block of a program, and room for what is computed on the way; kept from one use to the next.</summary>
internal sealed class BlockNumbers
{
    private readonly StructuredProgram _program;
    private readonly double[][] _numbers;
    private readonly double[][] _scratch = [[], []];

    internal BlockNumbers(StructuredProgram program)
    {
        _program = program;
        _numbers = new double[program.Blocks.Count][];
        Array.Fill(_numbers, []);
        Fit();
    }

    /// <summary>The numbers of a block.</summary>
    internal Span<double> this[ProgramBlock block] => _numbers[block.Id].AsSpan(0, block.Length);

    /// <summary>The numbers of a block that is given by its handle.</summary>
    internal Span<double> this[Block block] => this[_program[block]];

    /// <summary>Makes room for blocks that a refill has made longer.</summary>
    internal void Fit()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (_numbers[block.Id].Length < block.Length)
                _numbers[block.Id] = new double[block.Length];
    }

    /// <summary>Makes every number zero.</summary>
    internal void Clear()
    {
        Fit();
        foreach (double[] numbers in _numbers)
            Array.Clear(numbers);
    }

    /// <summary>Zeros for an intermediate result, valid until the next call with the same <paramref name="which"/> (0 or 1).</summary>
    internal Span<double> Scratch(int length, int which = 0)
    {
        if (_scratch[which].Length < length)
            _scratch[which] = new double[length];
        Span<double> room = _scratch[which].AsSpan(0, length);
        room.Clear();
        return room;
    }
}
