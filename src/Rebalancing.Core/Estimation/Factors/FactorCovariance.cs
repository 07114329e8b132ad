using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Covariance of factor returns per period: plain or exponentially weighted, with Newey and West's correction for serial correlation.</summary>
internal static class FactorCovariance
{
    /// <summary>
    /// G_0 + sum over l of (1 - l / (lags + 1)) (G_l + G_l') with G_l = sum over t of sqrt(w_t w_{t-l}) f_t f_{t-l}'. The root of each weight goes with its
    /// own period, so that Bartlett's weights keep the sum positive semidefinite. Without decay w = 1 / (T - 1).
    /// </summary>
    public static double[] Of(ReturnSeries factors, Decay? decay, int lags)
    {
        int k = factors.Count, periods = factors.Periods, stride = factors.Stride;
        double[] weights = (decay ?? Decay.None).Weights(periods);
        if (decay is null) Array.Fill(weights, 1.0 / (periods - 1));
        double[] centred = Moments.Centred(factors, Moments.Means(factors));
        for (int t = 0; t < periods; t++) Scale.By(Math.Sqrt(weights[t]), centred.AsSpan(t * stride, k));
        double[] covariance = Moments.Gram(centred, periods, k, stride, 1.0);
        for (int lag = 1; lag <= lags; lag++)
        {
            double bartlett = 1 - (lag / (lags + 1.0));
            for (int t = lag; t < periods; t++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < k; q++)
                        covariance[(p * k) + q] += bartlett * ((centred[(t * stride) + p] * centred[((t - lag) * stride) + q]) + (centred[((t - lag) * stride) + p] * centred[(t * stride) + q]));
        }
        for (int p = 0; p < k; p++)
            for (int q = 0; q < p; q++)
                covariance[(p * k) + q] = covariance[(q * k) + p] = 0.5 * (covariance[(p * k) + q] + covariance[(q * k) + p]);
        return covariance;
    }
}
