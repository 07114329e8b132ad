namespace Rebalancing.Solvers.Kkt;

/// <summary>An unknown or right-hand side of the condensed system: columns, image rows, special rows.</summary>
internal sealed class CondensedVector(int columns, int rows, int special)
{
    internal double[] Columns { get; } = new double[columns];

    internal double[] Rows { get; } = new double[rows];

    internal double[] Special { get; } = new double[special];

    internal void Add(CondensedVector other)
    {
        for (int i = 0; i < Columns.Length; i++)
            Columns[i] += other.Columns[i];
        for (int i = 0; i < Rows.Length; i++)
            Rows[i] += other.Rows[i];
        for (int i = 0; i < Special.Length; i++)
            Special[i] += other.Special[i];
    }

    internal double Largest()
    {
        double largest = 0;
        foreach (double v in Columns)
            largest = Math.Max(largest, Math.Abs(v));
        foreach (double v in Rows)
            largest = Math.Max(largest, Math.Abs(v));
        foreach (double v in Special)
            largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }

    internal void CopyFrom(CondensedVector other)
    {
        other.Columns.AsSpan().CopyTo(Columns);
        other.Rows.AsSpan().CopyTo(Rows);
        other.Special.AsSpan().CopyTo(Special);
    }
}
