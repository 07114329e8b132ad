using Rebalancing.Planning;

namespace Rebalancing;

/// <summary>A trade list that adds up, and what it costs.</summary>
/// <remarks>Immutable; safe to share between threads. Cash reconciles to the cent: <see cref="CashAfter"/> = <see cref="CashBefore"/> - buys + sells - <see cref="CostsPaid"/>.</remarks>
public sealed record Plan
{
    internal Plan(Lazy<PlanReport> report, Lazy<PlanTaxes?> taxes) => (Report, TaxReport) = (report, taxes);

    /// <summary>Orders, sells first, then by size.</summary>
    public required IReadOnlyList<Trade> Trades { get; init; }

    /// <summary>Cash before trading, base currency, to the cent.</summary>
    public required decimal CashBefore { get; init; }

    /// <summary>Cash after trading and costs, base currency, to the cent.</summary>
    public required decimal CashAfter { get; init; }

    /// <summary>Costs that leave the cash line, base currency, to the cent: the sum over <see cref="PaidCosts"/>.</summary>
    public required decimal CostsPaid { get; init; }

    /// <summary>Each cost that leaves the cash line, base currency, to the cent.</summary>
    public required IReadOnlyList<PaidCost> PaidCosts { get; init; }

    /// <summary>Account value the weights are fractions of: before trading, base currency.</summary>
    public required decimal AccountValue { get; init; }

    /// <summary>Positions before trading, fractions of account value, in universe order.</summary>
    public required IReadOnlyList<double> WeightsBefore { get; init; }

    /// <summary>Positions after trading, fractions of <see cref="AccountValue"/>, in universe order.</summary>
    public required IReadOnlyList<double> WeightsAfter { get; init; }

    /// <summary>What the plan means for tax: sales lot by lot, the year before and after, what must not be bought. Null for mandates that do not speak of tax lots. Computed on first request.</summary>
    public PlanTaxes? Taxes => TaxReport.Value;

    /// <summary>Sales lot by lot; empty for mandates that do not speak of tax lots.</summary>
    public IReadOnlyList<LotSale> LotSales => Taxes?.LotSales ?? [];

    /// <summary>Value of each cost of the objective, for doing nothing, for the target and for the plan. Computed on first request.</summary>
    public IReadOnlyList<CostLine> Costs => Report.Value.Costs;

    /// <summary>The objective per year: doing nothing, target, plan. The plan is the least of all that keep the limits.</summary>
    public CostLine Total => Report.Value.Total;

    /// <summary>Whether every hard limit holds at the order quantities, checked without rounding, and what rounding cost.</summary>
    public required RoundingReport Rounding { get; init; }

    /// <summary>How each limit fares, after rounding.</summary>
    public IReadOnlyList<LimitLine> Limits => Report.Value.Limits;

    private Lazy<PlanReport> Report { get; }

    private Lazy<PlanTaxes?> TaxReport { get; }

    /// <summary>Value bought, base currency.</summary>
    public decimal Bought => Trades.Where(trade => trade.Side == TradeSide.Buy).Sum(trade => trade.Money);

    /// <summary>Value sold, base currency.</summary>
    public decimal Sold => Trades.Where(trade => trade.Side == TradeSide.Sell).Sum(trade => trade.Money);

    /// <summary>One-way turnover: the larger of bought and sold, fraction of account value.</summary>
    public double Turnover => (double)(Math.Max(Bought, Sold) / AccountValue);

    /// <summary>A memo: the largest orders, the cash line, what each cost contributes, limits that are not met.</summary>
    public override string ToString() => PlanText.Write(this);

    /// <summary>The plan in one line, for logs: trades, turnover, costs, cash.</summary>
    public string ToLine() => PlanText.Line(this);
}
