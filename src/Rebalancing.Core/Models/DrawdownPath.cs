using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Drawdowns of a portfolio along a path of periods, as private variables of a program:
/// <code>
///   d_t >= 0,   r_t'w - d_(t-1) + d_t >= 0,   d_0 = 0
/// </code>
/// Where drawdowns cost something, the least values that meet these rows are the drawdowns.
/// </summary>
internal sealed class DrawdownPath
{
    private readonly ScenarioSet _path;
    private readonly SparseMap _steps;
    private readonly double[] _zero, _infinity;

    public DrawdownPath(ScenarioSet path)
    {
        if (!path.IsEquallyLikely) throw new ArgumentException("Drawdowns read the scenarios as consecutive periods; they cannot have probabilities of their own.", nameof(path));
        _path = path;
        int count = path.Count;
        int[] start = new int[count + 1], column = new int[(2 * count) - 1];
        var value = new double[column.Length];
        int used = 0;
        for (int t = 0; t < count; t++)
        {
            if (t > 0) (column[used], value[used++]) = (t - 1, -1.0);
            (column[used], value[used++]) = (t, 1.0);
            start[t + 1] = used;
        }
        _steps = new SparseMap(count, count, start, column, value);
        _zero = new double[count];
        _infinity = new double[count];
        Array.Fill(_infinity, double.PositiveInfinity);
    }

    /// <summary>Writes the drawdowns, one variable a period.</summary>
    public Block Lower(ProgramWriter program)
    {
        ImagePart returns = program.Source(_path, _path.Map);
        Block drawdowns = program.Variables(_path.Count, "drawdown", program.Image(returns.Map, returns.Of), FallingShort.Instance);
        program.Bounds(drawdowns, _zero, _infinity);
        program.Bounds(program.Image([returns, new ImagePart(_steps, drawdowns)]), _zero, _infinity);
        return drawdowns;
    }

    /// <summary>d_t = max(0, d_(t-1) - r_t).</summary>
    private sealed class FallingShort : VariableRule
    {
        public static readonly FallingShort Instance = new();

        public override void Minimise(ReadOnlySpan<double> basis, Span<double> values)
        {
            double drawdown = 0;
            for (int t = 0; t < values.Length; t++) values[t] = drawdown = Math.Max(0, drawdown - basis[t]);
        }
    }
}
