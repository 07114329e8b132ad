using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>How far an iterate is from satisfying each defining row and each optimality condition, and how large those conditions' terms are.</summary>
internal sealed class Residuals(LocalForm form, Barriers barriers, ImageRows rows)
{
    /// <summary>A log whose weight is a smaller share of the largest one than this is measured against that share.</summary>
    private const double SmallLog = 1e-4;

    /// <summary>Stationarity of each local without its bound duals: slope + prices of rows and networks.</summary>
    internal double[] Gradient { get; } = new double[form.Lower.Length];

    /// <summary>M x - y.</summary>
    internal double[] Rows { get; } = new double[form.Images];

    /// <summary>coordinate - origin - sum of flows.</summary>
    internal double[] Networks { get; } = new double[form.NetworkCoordinate.Length];

    private readonly double[] _negative = new double[form.NetworkCoordinate.Length];

    /// <summary>Largest primal residual, each relative to 1 + the size of what it is about.</summary>
    internal double Primal { get; private set; }

    /// <summary>
    /// Largest |gradient - lower dual + upper dual| that a bound's dual cannot take up, relative to 1 + the largest term among them. What a dual can take
    /// up is charged to the complementarity instead, at that bound's slack: a duality gap is exactly that. A log's argument times its dual must be its weight:
    /// what is missing there counts relative to that weight, because the gap, of second order, would not notice.
    /// </summary>
    internal double Dual { get; private set; }

    /// <summary>The larger of both residuals, the logs' conditions left out: what a full Newton step removes.</summary>
    internal double Infeasibility { get; private set; }

    /// <summary>Sum of |slack * dual - b| over all pairs, b the weight of a log there: how far they are from where they head.</summary>
    internal double Complementarity { get; private set; }

    /// <summary>
    /// The duality gap: slack * dual of each pair, plus what the duals would have to take up. A log's pair counts for (s z - b)^2 / s z, which is never below the
    /// gap of -b log s and its conjugate, s z - b - b log(s z / b), and is of second order near its end.
    /// </summary>
    internal double Gap { get; private set; }

    /// <summary>What rows and networks that do not add up yet are worth at their prices, sum |residual * price|: it opens the gap again for who recomputes it.</summary>
    internal double Priced { get; private set; }

    /// <summary><see cref="Gap"/> with the logs' pairs counted to first order, as <see cref="Complementarity"/> does.</summary>
    internal double Distance { get; private set; }

    internal void Evaluate(Iterate at, Derivatives derivatives)
    {
        ReadOnlySpan<double> u = at.Values.AsSpan(0, form.Locals);
        derivatives.Slope.AsSpan(0, form.Locals).CopyTo(Gradient);
        rows.AddTransposed(at.RowPrices, Gradient.AsSpan(0, form.Locals));
        rows.Multiply(u, Rows);
        for (int r = 0; r < form.Images; r++)
        {
            Gradient[form.Columns + r] -= at.RowPrices[r];
            Rows[r] -= u[form.Columns + r];
        }

        for (int j = 0; j < form.Networks; j++)
        {
            int coordinate = form.NetworkCoordinate[j];
            Networks[j] = form.NetworkOrigin[j] - u[coordinate];
            Gradient[coordinate] += at.NetworkPrices[j];
        }

        var measure = default(BoundMeasure);
        int networks = 0;
        for (int start = 0; start < form.Padded; start += form.Stretch)
        {
            int count = Math.Min(form.Stretch, form.Padded - start), first = networks;
            while (networks < form.Networks && (form.FlowStart + form.FlowBegin[networks] < start + count || !form.AreNetworksInOrder))
                networks++;
            AddFlows(first, networks, at);
            measure.Add(
                barriers.Lower(at, targets: null, start, count), barriers.Upper(at, targets: null, start, count), at.Values.AsSpan(start, count),
                Gradient.AsSpan(start, count), derivatives.Slope.AsSpan(start, count), barriers.Skipped.AsSpan(start, count));
        }

        Measure(measure, at, derivatives, u);
    }

    /// <summary>What flows add to the residuals of networks from..to - 1, and those networks' prices to the gradients of their flows.</summary>
    private void AddFlows(int from, int to, Iterate at)
    {
        int flows = form.Flows;
        ReadOnlySpan<int> begin = form.FlowBegin.AsSpan(from, to - from), end = form.FlowEnd.AsSpan(from, to - from);
        ReadOnlySpan<double> sign = form.FlowSign.AsSpan(0, flows);
        Span<double> gradient = Gradient.AsSpan(form.FlowStart, flows), residuals = Networks.AsSpan(from, to - from);
        RunSums.Add(begin, end, at.Values.AsSpan(form.FlowStart, flows), sign, residuals);
        for (int j = from; j < to; j++)
            (Networks[j], _negative[j]) = (-Networks[j], -at.NetworkPrices[j]);
        RunSums.Spread(begin, end, _negative.AsSpan(from, to - from), sign, gradient, gradient);
    }

    /// <summary>
    /// What the residuals of coordinates that no bound's dual can hold are worth at the iterate, sum |left x|: relative to large prices they may be small although
    /// the objective still falls along them without end.
    /// </summary>
    internal double Unpriced(Iterate at)
    {
        double sum = 0;
        for (int u = 0; u < form.Locals; u++)
        {
            double left = Gradient[u] - at.LowerDuals[u] + at.UpperDuals[u];
            bool held = (barriers.HasLower[u] != 0 && left >= -at.LowerDuals[u]) || (barriers.HasUpper[u] != 0 && left <= at.UpperDuals[u]);
            sum += held || barriers.IsFixed[u] ? 0 : Math.Abs(left * at.Values[u]);
        }

        return sum;
    }

    private void Measure(in BoundMeasure measure, Iterate at, Derivatives derivatives, ReadOnlySpan<double> u)
    {
        double primal = measure.Slackness, complementarity = measure.Complementarity;
        double logGap = 0, logOff = 0;
        foreach (int f in barriers.Logs)
        {
            double product = at.LowerSlacks[f] * at.LowerDuals[f], off = Math.Abs(product - form.LogWeight[f]);
            complementarity += off - product;
            logGap += (off * off / product) - off;
            logOff = Math.Max(logOff, off / Math.Max(form.LogWeight[f], SmallLog * barriers.LargestLogWeight));
        }

        double dual = measure.Stationarity / (1 + Math.Max(measure.LargestDual, measure.LargestSlope));
        double priced = 0;
        for (int r = 0; r < form.Images; r++)
        {
            primal = Math.Max(primal, Math.Abs(Rows[r]) / (1 + Math.Abs(u[form.Columns + r])));
            priced += Math.Abs(Rows[r] * at.RowPrices[r]);
        }

        for (int j = 0; j < form.Networks; j++)
        {
            primal = Math.Max(primal, Math.Abs(Networks[j]) / (1 + Math.Abs(form.NetworkOrigin[j])));
            priced += Math.Abs(Networks[j] * at.NetworkPrices[j]);
        }

        for (int k = 0; k < form.Constraints.Length; k++)
        {
            if (form.Constraints[k].Cone is { } cone)
            {
                complementarity += cone.Complementarity;
                continue;
            }

            primal = Math.Max(primal, Math.Abs(derivatives.Excess[k] + at.ConstraintSlacks[k]) / (1 + Math.Abs(form.Constraints[k].Limit)));
            complementarity += at.ConstraintSlacks[k] * at.ConstraintPrices[k];
        }

        Primal = primal;
        Infeasibility = Math.Max(primal, dual);
        Dual = Math.Max(dual, logOff);
        Complementarity = complementarity;
        Distance = complementarity + measure.Absorbed;
        Priced = priced;
        Gap = Math.Abs(complementarity + logGap) + measure.Absorbed;
    }
}
