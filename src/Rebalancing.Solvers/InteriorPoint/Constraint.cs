using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// A budget or a norm as one convex constraint over local variables: sum of linear, quadratic, power and log charges + constant &lt;= limit.
/// A norm with a constant radius r is (sum q x^2) / 2r &lt;= r/2, so that its multiplier is the price of the radius.
/// </summary>
internal sealed class Constraint
{
    internal double Limit { get; set; }

    /// <summary>A norm with a variable radius is a cone instead of a sum of charges.</summary>
    internal Cone? Cone { get; init; }

    internal List<Charge> Charges { get; } = [];

    internal int ChargesInUse { get; set; }

    /// <summary>The next charge, reused from an earlier fill where there is one.</summary>
    internal Charge NextCharge(int start, int count)
    {
        if (ChargesInUse == Charges.Count)
            Charges.Add(new Charge());
        Charge charge = Charges[ChargesInUse++];
        charge.Begin(start, count);
        return charge;
    }
}

/// <summary>What one function entry charges to a constraint, over a run of local variables.</summary>
internal sealed class Charge
{
    internal int Start { get; private set; }

    internal int Count { get; private set; }

    internal double[] Linear { get; private set; } = [];

    internal double[] Curvature { get; private set; } = [];

    internal double[] Power { get; private set; } = [];

    internal double[] Log { get; private set; } = [];

    internal double Exponent { get; set; } = 2;

    internal double Constant { get; set; }

    internal bool HasPower { get; set; }

    internal bool HasLog { get; set; }

    internal void Begin(int start, int count)
    {
        (Start, Count, Constant, Exponent, HasPower, HasLog) = (start, count, 0, 2, false, false);
        if (Linear.Length < count)
            (Linear, Curvature, Power, Log) = (new double[count], new double[count], new double[count], new double[count]);
        else
        {
            Linear.AsSpan(0, count).Clear();
            Curvature.AsSpan(0, count).Clear();
            Power.AsSpan(0, count).Clear();
            Log.AsSpan(0, count).Clear();
        }
    }
}

/// <summary>One covariance over a run of columns: scale/2 (x - origin)'S(x - origin) with weights in the objective and in one constraint.</summary>
internal sealed class CovarianceUse(CovarianceMatrix matrix, int columnStart)
{
    internal CovarianceMatrix Matrix { get; } = matrix;

    internal int ColumnStart { get; } = columnStart;

    internal double ObjectiveScale { get; set; }

    /// <summary>The constraint it is charged to, or -1.</summary>
    internal int Constraint { get; init; } = -1;

    internal double ConstraintScale { get; set; }

    /// <summary>Taken off the columns first; empty for nothing.</summary>
    internal double[] Origin { get; set; } = [];

    /// <summary>S (x - origin) at the current iterate.</summary>
    internal double[] Product { get; } = new double[matrix.Order];

    private readonly int[] _rows = new int[matrix.Order];
    private readonly double[] _products = new double[matrix.Order];
    private int _count = -1;

    /// <summary>From now on only the rows of columns that are not fixed are multiplied; the others' products are zero and are not to be used.</summary>
    internal void Restrict(ReadOnlySpan<bool> isFixed)
    {
        _count = 0;
        for (int i = 0; i < Matrix.Order; i++)
            if (!isFixed[ColumnStart + i])
                _rows[_count++] = i;
    }

    /// <summary>Every row is multiplied again.</summary>
    internal void Release() => _count = -1;

    /// <summary>Product = S x.</summary>
    internal void Multiply(ReadOnlySpan<double> x)
    {
        if (_count < 0)
        {
            Matrix.Apply(x, Product);
            return;
        }

        Span<double> products = _products.AsSpan(0, _count);
        MatrixVector.GatherMultiply(Matrix.Storage, Matrix.Order, Matrix.Stride, _rows.AsSpan(0, _count), x, products);
        Array.Clear(Product);
        for (int t = 0; t < _count; t++)
            Product[_rows[t]] = products[t];
    }

    /// <summary>Scratch for x - origin.</summary>
    internal double[] Shifted { get; } = new double[matrix.Order];
}
