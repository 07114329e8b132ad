namespace Rebalancing;

/// <summary>An investor's view: the yearly return of a portfolio (one asset, a pair, any mixture), and how sure the investor is.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class View
{
    private View(double[] portfolio, double expectedReturn, double? variance, double? confidence)
    {
        Portfolio = portfolio;
        Return = expectedReturn;
        Variance = variance;
        Confidence = confidence;
    }

    /// <summary>"This asset will return so much a year."</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="symbol">The asset.</param>
    /// <param name="expectedReturn">Per year; 0.05 is 5 %.</param>
    public static View Absolute(Universe universe, string symbol, double expectedReturn) => Relative(universe, symbol, null, expectedReturn);

    /// <summary>"This asset will beat that one by so much a year."</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="better">The asset that is expected to do better.</param>
    /// <param name="worse">The other one; null makes the view absolute.</param>
    /// <param name="difference">Per year; 0.02 is 2 %.</param>
    public static View Relative(Universe universe, string better, string? worse, double difference)
    {
        ArgumentNullException.ThrowIfNull(universe);
        var portfolio = new double[universe.Count];
        portfolio[universe.IndexOf(better)] = 1;
        if (worse is not null) portfolio[universe.IndexOf(worse)] -= 1;
        return Of(universe.Values(portfolio), difference);
    }

    /// <summary>A view on any portfolio.</summary>
    /// <param name="portfolio">One weight an asset, not all zero.</param>
    /// <param name="expectedReturn">The portfolio's return per year.</param>
    public static View Of(AssetValues portfolio, double expectedReturn)
    {
        Require.Finite(portfolio, "weight in a view");
        if (portfolio.All(w => w == 0)) throw new ArgumentException("The portfolio of a view has only zero weights; a view speaks of at least one asset.", nameof(portfolio));
        return new View(portfolio.Span.ToArray(), Require.Finite(expectedReturn, "return in a view"), null, null);
    }

    /// <summary>The same view with a standard error.</summary>
    /// <param name="standardError">Standard deviation of the view's error per year; 0 is certainty.</param>
    public View WithStandardError(double standardError)
    {
        Require.NotNegative(standardError, "standard error of a view", "standard errors are fractions a year and must be finite and >= 0");
        return new View(Portfolio, Return, standardError * standardError, null);
    }

    /// <summary>The same view with a confidence c in Idzorek's sense: error variance tau (1 - c) / c p'Sp.</summary>
    /// <param name="confidence">Above 0, at most 1; 1 is certainty, 0.5 is as sure as the prior.</param>
    public View WithConfidence(double confidence) =>
        confidence > 0 && confidence <= 1 ? new View(Portfolio, Return, null, confidence)
            : throw new ArgumentOutOfRangeException(nameof(confidence), FormattableString.Invariant($"confidence of a view is {confidence}; it must be > 0 and <= 1 (leave a view out that you do not believe at all)"));

    /// <summary>Expected return per year.</summary>
    public double Return { get; }

    /// <summary>Variance of the view's error; null leaves it to the confidence, or to the default tau p'Sp.</summary>
    public double? Variance { get; }

    /// <summary>Idzorek's confidence; null when none was given.</summary>
    public double? Confidence { get; }

    internal double[] Portfolio { get; }
}
