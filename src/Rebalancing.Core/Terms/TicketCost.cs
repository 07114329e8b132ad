namespace Rebalancing;

/// <summary>
/// A fixed charge an order: value = sum over assets traded of ticket_i / account value, paid once, from cash. Not convex: a mandate with it is solved by branch
/// and bound, and leaves out orders that are not worth their ticket.
/// </summary>
public sealed class TicketCost : Term
{
    private readonly AssetValues? _buy, _sell;
    private readonly double _ticket;

    /// <summary>The same charge for every order.</summary>
    /// <param name="ticket">Money in base currency, finite and positive.</param>
    public TicketCost(double ticket) => _ticket = Require.Positive(ticket, "ticket", "it is money in base currency and must be finite and > 0");

    /// <summary>Charges of their own.</summary>
    /// <param name="buy">Money in base currency for a purchase of each asset, not negative.</param>
    /// <param name="sell">Money in base currency for a sale of each asset, not negative.</param>
    public TicketCost(AssetValues buy, AssetValues sell)
    {
        _buy = Require.NotNegative(buy, "ticket", "tickets are money in base currency and must be finite and >= 0");
        _sell = Require.NotNegative(sell, "ticket", "tickets are money in base currency and must be finite and >= 0");
        Require.SameCount(buy, sell, "tickets for purchases", "tickets for sales");
    }

    /// <summary>Charge of every order where it is the same for all; otherwise null.</summary>
    public double? Ticket => _buy is null ? _ticket : null;

    /// <summary>Charges of purchases by asset; null where one charge is for all.</summary>
    public AssetValues? Buy => _buy;

    /// <summary>Charges of sales by asset.</summary>
    public AssetValues? Sell => _sell;

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override bool IsPaidFromCash => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> above = program.Scratch(n), below = program.Scratch(n);
        for (int i = 0; i < n; i++)
        {
            above[i] = (_buy?[i] ?? _ticket) / account.Value;
            below[i] = (_sell?[i] ?? _ticket) / account.Value;
        }
        program.FixedCost(program.Trades, above, below);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_buy is null) return;
        check.Expect("tickets for purchases", _buy);
        check.Expect("tickets for sales", _sell!);
    }
}
