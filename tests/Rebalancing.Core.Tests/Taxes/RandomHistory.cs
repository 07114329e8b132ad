namespace Rebalancing.Core.Tests;

/// <summary>Random trades in one class of two identical securities, in a taxable account and a retirement account; whole shares at prices in cents.</summary>
internal sealed record RandomHistory(TaxRules Rules, TaxLedgerOptions Options, IReadOnlyList<TaxTrade> Trades)
{
    public static RandomHistory Of(int seed, TaxRules? rules = null)
    {
        var random = new TestRandom(seed);
        var options = new TaxLedgerOptions
        {
            Treatments = new Dictionary<string, TaxTreatment> { ["IRA"] = TaxTreatment.Deferred },
            Identical = new IdenticalSecurities(["P", "Q"]),
            Selection = (LotSelection)random.Integer(0, 3),
            FirstYearNumber = 2024,
        };
        var held = new Dictionary<(string, string), decimal>();
        List<TaxTrade> trades = [];
        DateOnly day = new(2024, 1, 2);
        for (int t = 0; t < 60; t++)
        {
            day = day.AddDays(random.Integer(0, 25));
            string symbol = random.Chance(0.7) ? "P" : "Q", account = random.Chance(0.85) ? "" : "IRA";
            decimal has = held.GetValueOrDefault((symbol, account)), price = random.Integer(2_000, 6_000) / 100m;
            decimal shares = has > 0 && random.Chance(0.5) ? -random.Integer(1, (int)has + 1) : random.Integer(1, 40);
            held[(symbol, account)] = has + shares;
            trades.Add(new TaxTrade(symbol, day, shares, price) { Account = account });
        }
        return new RandomHistory(rules ?? new UnitedStatesTax(0.37, 0.20), options, trades);
    }

    public TaxLedger Apply() => TaxLedger.Open(Rules, [], Options).Apply(Trades);
}
