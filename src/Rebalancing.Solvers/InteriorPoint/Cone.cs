namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// A norm with a variable radius as a second-order cone: (t, x) with |x| &lt;= t, |x|^2 = x'Q x, and its dual (price, y) with |y| &lt;= price. Both stay strictly
/// inside; on the central path t price + x'Qy = target and t y + price x = 0. Linear in both, so it converges even where t and x vanish together.
/// </summary>
/// <remarks>
/// Symmetric (Nesterov-Todd) scaling. With the scaling point (w0, w), w0^2 - |w|^2 = 1, and its length eta:
/// <code>
///   W  (a, b)   = eta   ( w0 a + (w,b)_Q,  b + w (a + (w,b)_Q / (1 + w0)) )
///   W^-1 (a, b) = 1/eta ( w0 a - (w,b)_Q,  b - w (a - (w,b)_Q / (1 + w0)) )
///   W^-2 = 1/eta^2 ( Q + r r' - 2/c Qw (Qw)' ),   c = 2 w0^2 - 1,   r = sqrt(c) e_t - 2 w0 / sqrt(c) Qw
/// </code>
/// The Newton system takes W^-2 as its diagonal, an outward dense row r and an inward one Qw with negative compliance. Since 2 |w|^2 &lt; c the whole is
/// positive definite, and the inward row's pivot is negative after the others.
/// </remarks>
internal sealed class Cone(int radiusLocal)
{
    private double _length2;
    private double _w0 = 1;
    private double _eta = 1;
    private double _targetRadius;
    private double _targetShare;
    private double _radiusChange;
    private double _correction0;

    internal int RadiusLocal => radiusLocal;

    internal List<ConePart> Parts { get; } = [];

    internal double Radius { get; private set; }

    internal double Price { get; set; }

    internal double PriceChange { get; private set; }

    /// <summary>1/eta^2: what multiplies Q in the Newton system.</summary>
    internal double Stiffness { get; private set; }

    internal double OutwardCompliance => _eta * _eta;

    internal double InwardCompliance => -0.5 * _eta * _eta * ((2 * _w0 * _w0) - 1);

    /// <summary>Length of what the radius limits.</summary>
    internal double Length => Math.Sqrt(Math.Max(0, _length2));

    /// <summary>t price + x'Qy.</summary>
    internal double Complementarity => (Radius * Price) + Sum(static p => p.Value.Inner(p.Dual));

    /// <summary>Reads the locals and finds the scaling, if there is a dual yet.</summary>
    internal void Load(ReadOnlySpan<double> locals)
    {
        Radius = locals[radiusLocal];
        foreach (ConePart part in Parts)
            part.Load(locals);
        _length2 = Sum(static p => p.Value.Inner(p.Value));
        if (Price > 0)
            FindScaling();
        else
            Stiffness = 0;
    }

    /// <summary>No dual: nothing is pulled yet.</summary>
    internal void Forget()
    {
        Price = 0;
        foreach (ConePart part in Parts)
            part.Dual.Clear();
    }

    /// <summary>The dual on the central path at complementarity <paramref name="level"/>.</summary>
    internal void PlaceDual(double level)
    {
        Price = level * Radius / ((Radius * Radius) - _length2);
        foreach (ConePart part in Parts)
            part.Dual.Set(-Price / Radius, part.Value, 0, part.Value);
    }

    /// <summary>Slopes of -(price t + x'Qy).</summary>
    internal void AddSlope(Span<double> slope)
    {
        slope[radiusLocal] -= Price;
        foreach (ConePart part in Parts)
            Numerics.Axpy.Add(-1.0, part.Dual.Product, slope.Slice(part.Start, part.Count));
    }

    internal void FillRows(Span<double> outward, Span<double> inward)
    {
        outward.Clear();
        inward.Clear();
        double c = Math.Sqrt((2 * _w0 * _w0) - 1);
        foreach (ConePart part in Parts)
        {
            Numerics.Axpy.Add(1.0, part.Scaling.Product, inward.Slice(part.Start, part.Count));
            Numerics.Axpy.Add(-2 * _w0 / c, part.Scaling.Product, outward.Slice(part.Start, part.Count));
        }

        outward[radiusLocal] = c;
    }

    /// <summary>
    /// Adds to the right-hand side what leads to complementarity <paramref name="target"/>: W^-1 d with l o d = target e - l o l - correction, l = W (price, y).
    /// </summary>
    internal void Aim(double target, bool corrected, Span<double> rightHandSide)
    {
        double l0 = _eta * ((_w0 * Price) + Sum(static p => p.Scaling.Inner(p.Dual)));
        double share = Price + (Sum(static p => p.Scaling.Inner(p.Dual)) / (1 + _w0));
        foreach (ConePart part in Parts)
        {
            // l's vector part, kept in Target until d replaces it
            part.Target.Set(_eta, part.Dual, _eta * share, part.Scaling);
            if (!corrected)
                part.Correction.Clear();
        }

        double l2 = Sum(static p => p.Target.Inner(p.Target));
        double first = target - (l0 * l0) - l2 - (corrected ? _correction0 : 0);

        // r1 = -2 l0 l1 - correction;  d0 = (l0 r0 - (l1, r1)) / (l0^2 - |l1|^2),  d1 = (r1 - d0 l1) / l0
        double cross = (-2 * l0 * l2) - Sum(static p => p.Target.Inner(p.Correction));
        double d0 = ((l0 * first) - cross) / ((l0 * l0) - l2);
        foreach (ConePart part in Parts)
            part.Target.Set(-2 - (d0 / l0), part.Target, -1 / l0, part.Correction);
        double along = Sum(static p => p.Scaling.Inner(p.Target));
        _targetRadius = ((_w0 * d0) - along) / _eta;
        _targetShare = d0 - (along / (1 + _w0));
        foreach (ConePart part in Parts)
        {
            part.Target.Set(1 / _eta, part.Target, -_targetShare / _eta, part.Scaling);
            Numerics.Axpy.Add(1.0, part.Target.Product, rightHandSide.Slice(part.Start, part.Count));
        }

        rightHandSide[radiusLocal] += _targetRadius;
    }

    /// <summary>
    /// The dual's change: W^-1 d - Q (dt, dx) / eta^2 - r outward - Qw inward, with the prices of the two dense rows as the linear system found them. Computed from
    /// the change of the locals instead, r'(dt, dx) / eta^2 would lose the more digits the nearer the boundary is; these satisfy the optimality conditions to the last one.
    /// </summary>
    internal void Recover(ReadOnlySpan<double> change, double outward, double inward)
    {
        _radiusChange = change[radiusLocal];
        double c = Math.Sqrt((2 * _w0 * _w0) - 1);
        PriceChange = _targetRadius - (c * outward);
        foreach (ConePart part in Parts)
        {
            change.Slice(part.Start, part.Count).CopyTo(part.ValueChange.Vector);
            part.Measure(part.ValueChange);
            part.DualChange.Set(1, part.Target, -Stiffness, part.ValueChange);
            part.DualChange.Add((2 * _w0 / c * outward) - inward, part.Scaling);
        }
    }

    /// <summary>Keeps the predictor's second-order term (W^-1 ds) o (W dz) for the corrector.</summary>
    internal void KeepCorrection()
    {
        double alongValue = Sum(static p => p.Scaling.Inner(p.ValueChange));
        double alongDual = Sum(static p => p.Scaling.Inner(p.DualChange));
        double s0 = ((_w0 * _radiusChange) - alongValue) / _eta, sShare = -(_radiusChange - (alongValue / (1 + _w0))) / _eta;
        double z0 = _eta * ((_w0 * PriceChange) + alongDual), zShare = _eta * (PriceChange + (alongDual / (1 + _w0)));
        _correction0 = s0 * z0;
        foreach (ConePart part in Parts)
        {
            // s1 = dx/eta + sShare w,  z1 = eta dy + zShare w
            _correction0 += part.ValueChange.Inner(part.DualChange) + (zShare / _eta * part.ValueChange.Inner(part.Scaling))
                + (sShare * _eta * part.Scaling.Inner(part.DualChange)) + (sShare * zShare * part.Scaling.Inner(part.Scaling));
            part.Correction.Set(s0 * _eta, part.DualChange, z0 / _eta, part.ValueChange);
            part.Correction.Add((s0 * zShare) + (z0 * sShare), part.Scaling);
        }
    }

    /// <summary>Largest step up to <paramref name="step"/> that keeps both inside.</summary>
    internal double Limit(double step)
    {
        step = Boundary(step, Radius, _radiusChange, _length2, Sum(static p => p.Value.Inner(p.ValueChange)), Sum(static p => p.ValueChange.Inner(p.ValueChange)));
        return Boundary(step, Price, PriceChange, Sum(static p => p.Dual.Inner(p.Dual)), Sum(static p => p.Dual.Inner(p.DualChange)), Sum(static p => p.DualChange.Inner(p.DualChange)));
    }

    internal double ComplementarityAfter(double step)
    {
        double sum = (Radius + (step * _radiusChange)) * (Price + (step * PriceChange));
        foreach (ConePart part in Parts)
            sum += part.Value.Inner(part.Dual) + (step * (part.ValueChange.Inner(part.Dual) + part.Value.Inner(part.DualChange))) + (step * step * part.ValueChange.Inner(part.DualChange));
        return sum;
    }

    internal void Take(double step)
    {
        Price += step * PriceChange;
        foreach (ConePart part in Parts)
            part.Dual.Add(step, part.DualChange);
    }

    /// <summary>w = (s/|s|_J + J z/|z|_J) / 2 gamma with |.|_J the hyperbolic length; eta^2 = |s|_J / |z|_J.</summary>
    private void FindScaling()
    {
        double s = Math.Sqrt(Math.Max(1e-300, (Radius - Length) * (Radius + Length)));
        double dual = Math.Sqrt(Sum(static p => p.Dual.Inner(p.Dual)));
        double z = Math.Sqrt(Math.Max(1e-300, (Price - dual) * (Price + dual)));
        double gamma = Math.Sqrt(0.5 * (1 + (Complementarity / (s * z))));
        double a = 0.5 / (gamma * s), b = -0.5 / (gamma * z);
        foreach (ConePart part in Parts)
            part.Scaling.Set(a, part.Value, b, part.Dual);

        // w0 from w keeps w0^2 - |w|^2 = 1 to the last digit
        _w0 = Math.Sqrt(1 + Sum(static p => p.Scaling.Inner(p.Scaling)));
        _eta = Math.Sqrt(s / z);
        Stiffness = z / s;
    }

    /// <summary>The first step at which (a + step da)^2 = |b + step db|^2.</summary>
    private static double Boundary(double step, double a, double da, double b2, double bdb, double db2)
    {
        double length = Math.Sqrt(Math.Max(0, b2));
        double c = (a - length) * (a + length), half = (a * da) - bdb, square = (da * da) - db2;
        double discriminant = (half * half) - (square * c);
        if (discriminant < 0 || (half >= 0 && square >= 0))
            return step;
        double root = Math.Sqrt(discriminant);
        double first = half < 0 ? c / (root - half) : -(half + root) / square;
        return Math.Min(step, first);
    }

    private double Sum(Func<ConePart, double> term)
    {
        double sum = 0;
        foreach (ConePart part in Parts)
            sum += term(part);
        return sum;
    }
}
