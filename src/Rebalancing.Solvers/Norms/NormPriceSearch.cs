namespace Rebalancing.Solvers.Norms;

/// <summary>
/// Where the norm s(theta), which falls as its price rises, is at a target. Its inverse is sought,
/// <code>   v(theta) = 1/target - 1/s(theta) = 0,   </code>
/// because 1/s is nearly a line: exactly one where x answers curvatures alone. Secants within a bracket, with the Illinois rule and bisections where they creep.
/// </summary>
internal sealed class NormPriceSearch
{
    /// <summary>Beyond the bracket known so far a step changes the price by at most this factor.</summary>
    private const double LongestStride = 30;

    /// <summary>And by at least this one the first time; each time after that by its square.</summary>
    private const double FirstStride = 1.1;

    /// <summary>A bracket that secants did not shorten to this part calls for a bisection.</summary>
    private const double Shortened = 0.5;

    private double _low;
    private double _high;
    private double _lowValue;
    private double _highValue;
    private double _width;
    private double _stride;
    private bool _hasLow;
    private bool _wasLow;

    /// <summary>Forgets what it learned.</summary>
    public void Begin() => (_low, _high, _lowValue, _highValue, _width, _stride, _hasLow, _wasLow) =
        (0, double.PositiveInfinity, 0, 0, double.PositiveInfinity, FirstStride, false, false);

    /// <summary>Learns v at a price, and says where to look next.</summary>
    /// <param name="price">theta.</param>
    /// <param name="value">v(theta), positive where the price is too low.</param>
    /// <param name="model">Where the root lies if s is inversely proportional to the price and what is added to it: the guess while the root lies between no two prices. Below zero where it knows of none.</param>
    public double Next(double price, double value, double model)
    {
        // the Illinois rule: an end that stays twice counts for half, so that it moves too
        bool isLow = value > 0;
        if (isLow)
        {
            _highValue *= _wasLow ? 0.5 : 1;
            (_low, _lowValue, _hasLow) = (price, value, true);
        }
        else
        {
            _lowValue *= _wasLow || double.IsInfinity(_high) ? 1 : 0.5;
            (_high, _highValue) = (price, value);
        }

        _wasLow = isLow;
        if (double.IsInfinity(_high) || !_hasLow)
        {
            double stride = _stride;
            _stride = Math.Min(stride * stride, LongestStride);
            return price == 0 ? model : isLow ? Math.Clamp(model, stride * price, LongestStride * price) : Math.Clamp(model, price / LongestStride, price / stride);
        }

        double width = _high - _low;
        bool creeps = width > Shortened * _width;
        _width = width;
        double secant = _low + (width * (_lowValue / (_lowValue - _highValue)));
        return creeps && width > 0.1 * _high ? 0.5 * (_low + _high) : Math.Clamp(secant, _low, _high);
    }
}
