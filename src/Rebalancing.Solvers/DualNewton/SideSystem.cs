using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>The linear system of the rows that bind, S_BB u_B = -r_B - side_B; the others rest at zero.</summary>
internal sealed class SideSystem
{
    private readonly RowTable _rows;
    private readonly Slab _matrix;
    private readonly Slab _scratch;
    private readonly Slab _right;
    private readonly Slab _target;
    private readonly int[] _binding;
    private readonly int _stride;

    public SideSystem(Arena arena, RowTable rows)
    {
        _rows = rows;
        _stride = Lanes.PadTo8(rows.Count + 1);
        _matrix = arena.Doubles((long)(rows.Count + 1) * _stride);
        _scratch = arena.Doubles(Cholesky.ScratchLength(rows.Count));
        _right = arena.Doubles(rows.Count + 1);
        _target = arena.Doubles(rows.Count + 1);
        _binding = new int[rows.Count];
    }

    /// <summary>Room for a solution.</summary>
    public Span<double> Target => _target.Span;

    public bool Solve(ReadOnlySpan<int> sides, ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, Span<double> u)
    {
        int count = 0;
        ReadOnlySpan<double> lower = _rows.Lower, upper = _rows.Upper;
        Span<double> matrix = _matrix.Span, right = _right.Span;
        for (int a = 0; a < sides.Length; a++)
        {
            u[a] = 0;
            if (sides[a] == 0)
                continue;
            ReadOnlySpan<double> source = curvature.Slice(a * stride, a + 1);
            Span<double> row = matrix.Slice(count * _stride, count + 1);
            _binding[count] = a;
            for (int b = 0; b < row.Length; b++)
                row[b] = source[_binding[b]];
            right[count++] = -gradient[a] - (sides[a] > 0 ? upper[a] : lower[a]);
        }

        if (count == 0)
            return true;
        if (!Cholesky.Factor(matrix, count, _stride, _scratch, out _))
            return false;
        Cholesky.SolveInPlace(matrix, count, _stride, right[..count]);
        for (int t = 0; t < count; t++)
            u[_binding[t]] = right[t];
        return true;
    }
}
