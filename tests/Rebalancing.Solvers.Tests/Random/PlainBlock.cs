namespace Rebalancing.Solvers.Tests.Random;

/// <summary>Which class a matrix is handed to the builder as.</summary>
internal enum MapKind
{
    DenseByRows,
    DenseByColumns,
    Sparse,
    Group,
    Sum,
}

/// <summary>A block of a <see cref="PlainProgram"/>: numbers in ordinary arrays, nothing shared with the solver.</summary>
internal abstract record PlainBlock(int Length);

/// <summary>Free columns.</summary>
internal sealed record PlainVariables(int Length) : PlainBlock(Length);

/// <summary>The matrix times an earlier block.</summary>
internal sealed record PlainImage(int Of, double[,] Matrix, MapKind Kind) : PlainBlock(Matrix.GetLength(0));

/// <summary>An earlier block less a constant.</summary>
internal sealed record PlainOffset(int Of, double[] Origin) : PlainBlock(Origin.Length);

/// <summary>An earlier block less the one coordinate of another.</summary>
internal sealed record PlainShifted(int Of, int Scalar, int Count) : PlainBlock(Count);

/// <summary>Flows 0 &lt;= f &lt;= upper that add up to coordinates of an earlier block.</summary>
internal sealed record PlainFlows(int Into, int[] Coordinate, double[] Sign, double[] Upper) : PlainBlock(Coordinate.Length);

/// <summary>Limits on a block.</summary>
internal sealed record PlainBounds(int On, double[] Lower, double[] Upper);

/// <summary>A limit sqrt(sum of squares) &lt;= radius, or &lt;= the one coordinate of a block when that is not -1.</summary>
internal sealed record PlainNorm(double Radius, int RadiusBlock);
