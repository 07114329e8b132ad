using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>An unknown or right-hand side of the condensed system: columns, image rows, special rows.</summary>
internal sealed class CondensedVector(int columns, int rows, int special)
{
    internal double[] Columns { get; } = new double[columns];

    internal double[] Rows { get; } = new double[rows];

    internal double[] Special { get; } = new double[special];

    internal void Add(CondensedVector other)
    {
        Axpy.Add(1.0, other.Columns, Columns);
        Axpy.Add(1.0, other.Rows, Rows);
        Axpy.Add(1.0, other.Special, Special);
    }

    internal double Largest() => Math.Max(MaxAbs.Of(Columns), Math.Max(MaxAbs.Of(Rows), MaxAbs.Of(Special)));

    internal void CopyFrom(CondensedVector other)
    {
        other.Columns.AsSpan().CopyTo(Columns);
        other.Rows.AsSpan().CopyTo(Rows);
        other.Special.AsSpan().CopyTo(Special);
    }
}
