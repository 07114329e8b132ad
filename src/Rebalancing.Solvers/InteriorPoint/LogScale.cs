using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// How large the arguments of logs are at the start where nothing else says it: t minimises the program along the ray x = t in all coordinates with a log,
/// <code>   h/2 t^2 + c t - B log t,   h t^2 + c t = B,   B = sum of the logs' weights   </code>
/// so that the start does not depend on the units of x or of the objective. Kinks and pieces count with the slopes they have far out.
/// </summary>
internal sealed class LogScale(LocalForm form, Barriers barriers, ImageRows rows)
{
    private const double Unknown = 1.0;

    private readonly Iterate _ray = new(form);
    private readonly double[] _slopeAtZero = new double[form.Lower.Length];

    /// <summary>Every price in the derivatives is zero here: constraints and cones do not count.</summary>
    internal double Find(Derivatives derivatives)
    {
        double weights = 0;
        Array.Clear(_ray.Values);
        derivatives.Evaluate(_ray);
        derivatives.Slope.AsSpan().CopyTo(_slopeAtZero);
        foreach (int f in barriers.Logs)
            weights += form.LogWeight[f];
        for (int j = 0; j < form.Networks; j++)
            for (int f = form.FlowBegin[j]; f < form.FlowEnd[j]; f++)
                if (form.LogWeight[form.FlowStart + f] > 0)
                    _ray.Values[form.NetworkCoordinate[j]] = 1;
        rows.Multiply(_ray.Values, _ray.Values.AsSpan(form.Columns, form.Images));
        FillFlows();
        derivatives.Evaluate(_ray);
        ReadOnlySpan<double> u = _ray.Values.AsSpan(0, form.Locals);
        double c = Dot.Product(_slopeAtZero.AsSpan(0, form.Locals), u);
        double h = Math.Max(0, Dot.Product(derivatives.Slope.AsSpan(0, form.Locals), u) - c);
        double root = Math.Sqrt((c * c) + (4 * h * weights));
        double t = c >= 0 ? 2 * weights / (c + root) : (root - c) / (2 * h);
        return t > 0 && double.IsFinite(t) ? t : Unknown;
    }

    /// <summary>Each network's outermost flow on the side its coordinate moves to carries the whole of it.</summary>
    private void FillFlows()
    {
        for (int j = 0; j < form.Networks; j++)
        {
            double distance = _ray.Values[form.NetworkCoordinate[j]];
            int carrier = -1;
            for (int f = form.FlowBegin[j]; f < form.FlowEnd[j]; f++)
                if (form.LogWeight[form.FlowStart + f] == 0 && form.FlowSign[f] * distance > 0 && double.IsPositiveInfinity(form.Upper[form.FlowStart + f]))
                    carrier = form.FlowStart + f;
            if (carrier >= 0)
                _ray.Values[carrier] = Math.Abs(distance);
        }
    }
}
