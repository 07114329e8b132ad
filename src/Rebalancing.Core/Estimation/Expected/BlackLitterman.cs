using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Black and Litterman's mixture of prior returns and views. With prior mean p, covariance S, views P and Q, their error variances O (diagonal):
/// posterior mean p + tau S P' (tau P S P' + O)^-1 (Q - P p); its uncertainty M = tau S - tau S P' (tau P S P' + O)^-1 tau P S;
/// posterior covariance S + M. Only the covariances of the views with the assets are formed, so factor models keep their structure.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class BlackLitterman
{
    private readonly double[] _viewCovariances, _factor;
    private readonly int _views;

    /// <param name="risk">Prior covariance S per year.</param>
    /// <param name="priorReturns">Prior mean per year: <see cref="ExpectedReturns.Equilibrium"/>, or any estimate.</param>
    /// <param name="views">At least one. Views that contradict one another must not both be certain.</param>
    /// <param name="tau">Uncertainty of the prior mean as a fraction of the covariance; positive, default 0.05.</param>
    public BlackLitterman(RiskModel risk, AssetValues priorReturns, IReadOnlyList<View> views, double tau = 0.05)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(views);
        Require.Finite(priorReturns, "prior return");
        Require.Positive(tau, "tau", "it is a fraction of the covariance and must be finite and > 0");
        if (priorReturns.Count != risk.Count) throw new ArgumentException($"Got {priorReturns.Count} prior returns for a risk model of {risk.Count} assets.", nameof(priorReturns));
        if (views.Count == 0) throw new ArgumentException("Got no view; without views the posterior is the prior.", nameof(views));
        Risk = risk;
        Tau = tau;
        int n = risk.Count, count = _views = views.Count;
        _viewCovariances = new double[count * n];
        var surprise = new double[count];
        var matrix = new double[count * count];
        var errors = new double[count];
        for (int v = 0; v < count; v++)
        {
            ArgumentNullException.ThrowIfNull(views[v], nameof(views));
            double[] portfolio = views[v].Portfolio;
            if (portfolio.Length != n) throw new ArgumentException($"View {v} speaks of {portfolio.Length} assets and the risk model of {n}.", nameof(views));
            Span<double> row = _viewCovariances.AsSpan(v * n, n);
            risk.Multiply(portfolio, row);
            Scale.By(tau, row);
            surprise[v] = views[v].Return - Dot.Product(portfolio, priorReturns.Span);
            for (int u = 0; u <= v; u++) matrix[(v * count) + u] = matrix[(u * count) + v] = Dot.Product(row, views[u].Portfolio);
            double own = matrix[(v * count) + v];
            errors[v] = views[v].Variance ?? (views[v].Confidence is { } c ? (1 - c) / c * own : own);
        }
        for (int v = 0; v < count; v++) matrix[(v * count) + v] += errors[v];
        _factor = PositiveSystem.Factor(matrix, count, () => new ArgumentException($"The {count} views are certain and depend on one another, or speak of portfolios without risk. Give some of them a standard error or a confidence below 1.", nameof(views)));
        Cholesky.SolveInPlace(_factor, count, count, surprise);
        double[] posterior = priorReturns.Span.ToArray();
        for (int v = 0; v < count; v++) Axpy.Add(surprise[v], _viewCovariances.AsSpan(v * n, n), posterior);
        Returns = new AssetValues(priorReturns.Universe ?? risk.Universe, posterior);
        ViewVariances = errors;
    }

    /// <summary>Prior covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <summary>Uncertainty of the prior mean as a fraction of the covariance.</summary>
    public double Tau { get; }

    /// <summary>Posterior mean per year.</summary>
    public AssetValues Returns { get; }

    /// <summary>Error variances of the views as used, in the order given.</summary>
    public IReadOnlyList<double> ViewVariances { get; }

    /// <summary>Posterior covariance S + M. Forms an assets x assets matrix.</summary>
    public DenseRisk PosteriorRisk()
    {
        int n = Risk.Count;
        var rows = new double[n * n];
        var unit = new double[n];
        // Y = L^-1 tau P S, so that M = tau S - Y'Y
        double[] y = new double[_views * n], column = new double[_views];
        for (int i = 0; i < n; i++)
        {
            unit[i] = 1;
            Risk.Multiply(unit, rows.AsSpan(i * n, n));
            unit[i] = 0;
            for (int v = 0; v < _views; v++) column[v] = _viewCovariances[(v * n) + i];
            Cholesky.SolveForward(_factor, _views, _views, column);
            for (int v = 0; v < _views; v++) y[(v * n) + i] = column[v];
        }
        Scale.By(1 + Tau, rows);
        double[] reduction = Moments.Gram(y, _views, n, n, -1.0);
        Axpy.Add(1.0, reduction, rows);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) rows[(i * n) + j] = rows[(j * n) + i] = 0.5 * (rows[(i * n) + j] + rows[(j * n) + i]);
        return DenseRisk.FromRows(rows, n, Risk.Universe);
    }
}
