namespace Rebalancing;

/// <summary>
/// Factor-mimicking portfolios: the least risk at which given factor exposures can be held, min z'Sz with Bz = f, in closed form z = D^-1 B' (B D^-1 B')^-1 f.
/// Added to any holdings, z moves their exposures by f and nothing else. For trades that also mind costs and limits, say it in a mandate: <see cref="FactorChange"/>.
/// </summary>
public static class FactorMimicking
{
    /// <summary>Weights with these exposures; they need not sum to anything in particular.</summary>
    /// <param name="model">Positive specific variances, no factor that is a combination of others.</param>
    /// <param name="exposures">f, one number a factor, in units of the loadings.</param>
    public static AssetValues Weights(FactorModel model, ReadOnlySpan<double> exposures)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (exposures.Length != model.FactorCount) throw new ArgumentException($"Got {exposures.Length} exposures for {model.FactorCount} factors; expected one a factor.", nameof(exposures));
        for (int k = 0; k < exposures.Length; k++)
            if (!double.IsFinite(exposures[k])) throw new ArgumentOutOfRangeException(nameof(exposures), FormattableString.Invariant($"exposure to {model.FactorNames[k]} is {exposures[k]}; it must be finite"));
        return new AssetValues(model.Universe, new SpecificProjection(model, "Factor mimicking").Portfolio(exposures));
    }

    /// <summary>Weights with exposure one to one factor and none to the others.</summary>
    /// <param name="model">Positive specific variances, no factor that is a combination of others.</param>
    /// <param name="factor">Its name.</param>
    public static AssetValues Weights(FactorModel model, string factor)
    {
        ArgumentNullException.ThrowIfNull(model);
        var unit = new double[model.FactorCount];
        unit[model.FactorIndex(factor)] = 1;
        return Weights(model, unit);
    }
}
