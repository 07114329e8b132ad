namespace Rebalancing;

/// <summary>
/// Illiquidity by bucket: value = sum c_i |z_i| + d_i (-z_i - W_i/V)_+, once. c is the bucket's cost a unit traded, d its discount for forced sales, W the window that
/// sells without discount, V the account value. A steering penalty: it is not taken from cash (spreads and impact are; see <see cref="TradingCost"/>).
/// </summary>
public sealed class LiquidityPenalty : Term
{
    private readonly double[] _zero, _cost, _negativeCost, _window, _negativeDiscount;

    /// <param name="buckets">Assets by bucket, from <c>universe.GroupBy("Liquidity", asset => asset.LiquidityBucket)</c>; assets in none cost nothing.</param>
    /// <param name="tiers">How each bucket trades; every bucket needs an entry.</param>
    public LiquidityPenalty(Grouping buckets, IReadOnlyDictionary<string, LiquidityTier> tiers)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(tiers);
        foreach ((string bucket, LiquidityTier tier) in tiers)
        {
            if (!buckets.Names.Contains(bucket)) throw new ArgumentException($"bucket '{bucket}' has no asset; known: {string.Join(", ", buckets.Names)}", nameof(tiers));
            Require.NotNegative(tier.TradeCost, $"trade cost of bucket '{bucket}'", "it is a fraction of traded value and must be finite and >= 0", nameof(tiers));
            Require.NotNegative(tier.ForcedSaleDiscount, $"forced-sale discount of bucket '{bucket}'", "it is a fraction of value and must be finite and >= 0", nameof(tiers));
            if (!(tier.SaleWindow >= 0)) throw new ArgumentOutOfRangeException(nameof(tiers), FormattableString.Invariant($"sale window of bucket '{bucket}' is {tier.SaleWindow}; it is base currency and must be >= 0"));
        }
        foreach (string bucket in buckets.Names)
            if (!tiers.ContainsKey(bucket)) throw new ArgumentException($"bucket '{bucket}' has no tier; every bucket needs one", nameof(tiers));
        Buckets = buckets;
        Tiers = buckets.Names.ToDictionary(bucket => bucket, bucket => tiers[bucket]);
        int n = buckets.Universe.Count;
        _zero = new double[n];
        _cost = new double[n];
        _window = new double[n];
        _negativeDiscount = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (buckets.Of(i) < 0) continue;
            LiquidityTier tier = tiers[buckets.Names[buckets.Of(i)]];
            bool discounted = double.IsFinite(tier.SaleWindow);
            (_cost[i], _window[i], _negativeDiscount[i]) = (tier.TradeCost, discounted ? tier.SaleWindow : 0.0, discounted ? -tier.ForcedSaleDiscount : 0.0);
        }
        _negativeCost = [.. _cost.Select(cost => -cost)];
    }

    /// <summary>Assets by bucket.</summary>
    public Grouping Buckets { get; }

    /// <summary>How each bucket trades.</summary>
    public IReadOnlyDictionary<string, LiquidityTier> Tiers { get; }

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> at = program.Scratch(_window.Length);
        for (int i = 0; i < at.Length; i++) at[i] = -_window[i] / account.Value;
        program.Kinked(program.Trades, new Kink { At = _zero, SlopeBelow = _negativeCost, SlopeAbove = _cost });
        program.Kinked(program.Trades, new Kink { At = at, SlopeBelow = _negativeDiscount, SlopeAbove = _zero });
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("liquidity buckets", Buckets.Universe);
}
