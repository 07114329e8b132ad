using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// One summand of a norm with a variable radius: coordinates x = locals - origin measured by (x, y)_Q = x'Q y, Q diagonal or a covariance. Every vector is
/// kept together with its product by Q, so that neither a root nor an inverse of Q is ever needed.
/// </summary>
internal sealed class ConePart(int start, int count, int function)
{
    private double[] _diagonal = [];
    private CovarianceUse? _covariance;
    private double[] _origin = [];

    internal int Start => start;

    internal int Count => count;

    /// <summary>Position of the function entry it came from.</summary>
    internal int Function => function;

    internal Measured Value { get; } = new(count);

    internal Measured Dual { get; } = new(count);

    /// <summary>Vector part of the scaling point.</summary>
    internal Measured Scaling { get; } = new(count);

    internal Measured Target { get; } = new(count);

    internal Measured ValueChange { get; } = new(count);

    internal Measured DualChange { get; } = new(count);

    /// <summary>Second-order term of the predictor, in scaled coordinates.</summary>
    internal Measured Correction { get; } = new(count);

    internal void Fill(double[] diagonal, double[] origin) => (_diagonal, _origin) = (diagonal, origin);

    internal void Fill(CovarianceUse covariance, double[] origin) => (_covariance, _origin) = (covariance, origin);

    /// <summary>x = locals - origin.</summary>
    internal void Load(ReadOnlySpan<double> locals)
    {
        if (_origin.Length == 0)
            locals.Slice(start, count).CopyTo(Value.Vector);
        else
            Combine.Into(1.0, locals.Slice(start, count), -1.0, _origin, Value.Vector);
        Measure(Value);
    }

    /// <summary>Brings the product by Q up to date.</summary>
    internal void Measure(Measured of)
    {
        if (_covariance is null)
        {
            Hadamard.Multiply(_diagonal, of.Vector, of.Product);
            return;
        }

        _covariance.Matrix.Apply(of.Vector, of.Product);
        Scale.By(_covariance.ConstraintScale, of.Product);
    }

    /// <summary>curvature += factor * diagonal of Q; a covariance enters the linear systems as a whole instead.</summary>
    internal void AddDiagonal(double factor, Span<double> curvature)
    {
        if (_covariance is null)
            Axpy.Add(factor, _diagonal, curvature.Slice(start, count));
    }

    /// <summary>A vector and its product by Q.</summary>
    internal sealed class Measured(int count)
    {
        internal double[] Vector { get; } = new double[count];

        internal double[] Product { get; } = new double[count];

        internal double Inner(Measured other) => Dot.Product(Product, other.Vector);

        internal void Clear()
        {
            Vector.AsSpan().Clear();
            Product.AsSpan().Clear();
        }

        /// <summary>this += factor * other.</summary>
        internal void Add(double factor, Measured other)
        {
            Axpy.Add(factor, other.Vector, Vector);
            Axpy.Add(factor, other.Product, Product);
        }

        /// <summary>this = a * first + b * second.</summary>
        internal void Set(double a, Measured first, double b, Measured second)
        {
            Combine.Into(a, first.Vector, b, second.Vector, Vector);
            Combine.Into(a, first.Product, b, second.Product, Product);
        }
    }
}
