using System.Globalization;

namespace Rebalancing.Rendering;

/// <summary>A straight scale from values to picture coordinates, with ticks at round numbers.</summary>
internal sealed class AxisScale
{
    private const int WishedTicks = 5;

    private readonly double _low, _high, _from, _to;

    /// <param name="low">Least value shown.</param>
    /// <param name="high">Largest value shown.</param>
    /// <param name="from">Coordinate of the least value.</param>
    /// <param name="to">Coordinate of the largest value.</param>
    public AxisScale(double low, double high, double from, double to)
    {
        if (!(high > low)) (low, high) = (low - Math.Max(1e-9, Math.Abs(low) * 0.1), low + Math.Max(1e-9, Math.Abs(low) * 0.1));
        double step = Step(low, high);
        (_low, _high, _from, _to) = (step * Math.Floor(low / step), step * Math.Ceiling(high / step), from, to);
        Ticks = [.. Enumerable.Range(0, (int)Math.Round((_high - _low) / step) + 1).Select(i => Clean(_low + (i * step), step))];
        Decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + 1e-9));
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Decimals that tell the ticks apart.</summary>
    public int Decimals { get; }

    public double At(double value) => _from + ((value - _low) / (_high - _low) * (_to - _from));

    public string Label(double tick) => tick.ToString("N" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The round number (1, 2, 2.5, 5 times a power of ten) that makes about the wished number of ticks.</summary>
    private static double Step(double low, double high)
    {
        double rough = (high - low) / WishedTicks, power = Math.Pow(10, Math.Floor(Math.Log10(rough))), unit = rough / power;
        return power * (unit <= 1 ? 1 : unit <= 2 ? 2 : unit <= 5 ? 5 : 10);
    }

    private static double Clean(double value, double step) => Math.Abs(value) < step * 1e-9 ? 0 : value;
}
