using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>How far an iterate is from satisfying each defining row and each optimality condition, and how large those conditions' terms are.</summary>
internal sealed class Residuals(LocalForm form, Barriers barriers, ImageRows rows)
{
    /// <summary>Stationarity of each local without its bound duals: slope + prices of rows and networks.</summary>
    internal double[] Gradient { get; } = new double[form.Lower.Length];

    /// <summary>M x - y.</summary>
    internal double[] Rows { get; } = new double[form.Images];

    /// <summary>coordinate - origin - sum of flows.</summary>
    internal double[] Networks { get; } = new double[form.NetworkCoordinate.Length];

    /// <summary>Largest primal residual, each relative to 1 + the size of what it is about.</summary>
    internal double Primal { get; private set; }

    /// <summary>
    /// Largest |gradient - lower dual + upper dual| that a bound's dual cannot take up, relative to 1 + the largest term among them. What a dual can take
    /// up is charged to the complementarity instead, at that bound's slack: a duality gap is exactly that.
    /// </summary>
    internal double Dual { get; private set; }

    /// <summary>1 + the largest slope of the objective and constraints over the locals.</summary>
    internal double SlopeSize { get; private set; }

    /// <summary>Sum of slack * dual over all pairs, less what logs keep there.</summary>
    internal double Complementarity { get; private set; }

    /// <summary>Complementarity plus what the duals would have to take up.</summary>
    internal double Gap { get; private set; }

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
            double price = at.NetworkPrices[j];
            int coordinate = form.NetworkCoordinate[j];
            double sum = u[coordinate] - form.NetworkOrigin[j];
            Gradient[coordinate] += price;
            for (int f = form.FlowBegin[j]; f < form.FlowEnd[j]; f++)
            {
                sum -= form.FlowSign[f] * u[form.FlowStart + f];
                Gradient[form.FlowStart + f] -= form.FlowSign[f] * price;
            }

            Networks[j] = sum;
        }

        Measure(at, derivatives, u);
    }

    private void Measure(Iterate at, Derivatives derivatives, ReadOnlySpan<double> u)
    {
        int n = form.Padded, extent = barriers.UpperExtent;
        BoundRuns lower = barriers.Lower(at, predictor: null), upper = barriers.Upper(at, predictor: null, n);
        double dual = BoundMeasure.Stationarity(Gradient.AsSpan(0, n), barriers.Skipped.AsSpan(0, n), lower, upper, out double absorbed);
        double primal = Math.Max(
            BoundMeasure.Slackness(isLower: true, lower, at.Values.AsSpan(0, n)),
            BoundMeasure.Slackness(isLower: false, barriers.Upper(at, predictor: null, extent), at.Values.AsSpan(0, extent)));
        double complementarity = Dot.Product(at.LowerSlacks.AsSpan(0, n), at.LowerDuals.AsSpan(0, n))
            + Dot.Product(at.UpperSlacks.AsSpan(0, extent), at.UpperDuals.AsSpan(0, extent)) - barriers.LogSum;
        double largest = Math.Max(MaxAbs.Of(at.LowerDuals.AsSpan(0, n)), MaxAbs.Of(at.UpperDuals.AsSpan(0, extent)));
        double slopes = barriers.AnyFixed ? LargestFreeSlope(derivatives) : MaxAbs.Of(derivatives.Slope.AsSpan(0, form.Locals));

        for (int r = 0; r < form.Images; r++)
            primal = Math.Max(primal, Math.Abs(Rows[r]) / (1 + Math.Abs(u[form.Columns + r])));
        for (int j = 0; j < form.Networks; j++)
            primal = Math.Max(primal, Math.Abs(Networks[j]) / (1 + Math.Abs(form.NetworkOrigin[j])));
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
        SlopeSize = 1 + slopes;
        Dual = dual / (1 + Math.Max(largest, slopes));
        Complementarity = complementarity;
        Gap = Math.Abs(complementarity) + absorbed;
    }

    private double LargestFreeSlope(Derivatives derivatives)
    {
        double largest = 0;
        for (int u = 0; u < form.Locals; u++)
            if (!barriers.IsFixed[u])
                largest = Math.Max(largest, Math.Abs(derivatives.Slope[u]));
        return largest;
    }
}
