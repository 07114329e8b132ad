using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>The linear system of the rows that bind, S_BB u_B = -r_B - side_B; the others rest at zero.</summary>
internal sealed class SideSystem
{
    private readonly RowTable _rows;
    private readonly Slab _scratch;
    private readonly Slab _right;
    private readonly Slab _target;
    private readonly int[] _binding;

    public SideSystem(Arena arena, RowTable rows)
    {
        _rows = rows;
        _scratch = arena.Doubles((long)rows.Stride * SmallSystem.StrideFor(rows.Count));
        _right = arena.Doubles(rows.Stride);
        _target = arena.Doubles(rows.Stride);
        _binding = new int[rows.Count];
    }

    /// <summary>Room for a solution.</summary>
    public Span<double> Target => _target.Span;

    public bool Solve(ReadOnlySpan<int> sides, ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, Span<double> u)
    {
        int count = 0;
        ReadOnlySpan<double> lower = _rows.Lower, upper = _rows.Upper;
        Span<double> right = _right.Span;
        Span<int> binding = _binding;
        for (int a = 0; a < sides.Length; a++)
        {
            u[a] = 0;
            if (sides[a] == 0)
                continue;
            binding[count] = a;
            right[count++] = -gradient[a] - (sides[a] > 0 ? upper[a] : lower[a]);
        }

        binding = binding[..count];
        if (!SmallSystem.Solve(curvature, stride, binding, right, _scratch))
            return false;
        for (int t = 0; t < binding.Length; t++)
            u[binding[t]] = right[t];
        return true;
    }
}
