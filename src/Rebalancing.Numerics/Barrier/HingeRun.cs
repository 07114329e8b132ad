namespace Rebalancing.Numerics;

/// <summary>A run of hinge pairs, or of their changes; all of one length, a multiple of 8.</summary>
internal readonly ref struct HingeRun
{
    public HingeRun(Span<double> v, Span<double> s, Span<double> y, Span<double> p, Span<double> z, Span<double> d)
    {
        Guard.SameLength(v.Length % Lanes.Count, 0, nameof(v));
        Guard.SameLength(s.Length, v.Length, nameof(s));
        Guard.SameLength(y.Length, v.Length, nameof(y));
        Guard.SameLength(p.Length, v.Length, nameof(p));
        Guard.SameLength(z.Length, v.Length, nameof(z));
        V = v;
        S = s;
        Y = y;
        P = p;
        Z = z;
        D = d;
    }

    /// <summary>Argument of each hinge.</summary>
    public Span<double> V { get; }

    /// <summary>Its positive part, relaxed.</summary>
    public Span<double> S { get; }

    /// <summary>Its negative part, relaxed.</summary>
    public Span<double> Y { get; }

    /// <summary>Slope in use.</summary>
    public Span<double> P { get; }

    /// <summary>Slope not in use.</summary>
    public Span<double> Z { get; }

    /// <summary>Stiffness; not set for changes.</summary>
    public Span<double> D { get; }
}
