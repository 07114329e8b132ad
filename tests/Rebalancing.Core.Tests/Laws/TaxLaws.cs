namespace Rebalancing.Core.Tests;

/// <summary>Lots of the laws' account, naively: sells are filled in a given order of lots.</summary>
internal static class LawLots
{
    public static readonly UnitedStatesTax Rules = new(0.37, 0.20);

    /// <summary>Smallest sum of slope times value sold, with each asset's sale filled from its flattest lot on.</summary>
    public static double Least(LawData data, double[] z, Func<bool, double, double> slope)
    {
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double left = Math.Max(0, -z[i]);
            foreach ((double rate, double weight) in Of(data, i).Select(lot => (slope(lot.IsLong, lot.Gain), lot.Weight)).OrderBy(lot => lot.Item1))
            {
                double part = Math.Min(left, weight);
                sum += part * rate;
                left -= part;
            }
        }
        return sum;
    }

    /// <summary>What is sold from lots that should be kept, at least.</summary>
    public static double Forced(LawData data, double[] z, Func<bool, TaxLot, bool> isKept) =>
        z.Select((x, i) => Math.Max(0, Math.Max(0, -x) - Of(data, i).Where(lot => !isKept(lot.IsLong, lot.Lot)).Sum(lot => lot.Weight))).Sum();

    private static IEnumerable<(TaxLot Lot, bool IsLong, double Gain, double Weight)> Of(LawData data, int i)
    {
        Account account = data.Account;
        foreach (TaxLot lot in account.Options.Lots.Where(lot => lot.Symbol == data.Universe[i].Symbol))
            yield return (lot, lot.Acquired.AddYears(1) < account.AsOf, 1 - (double)(lot.CostPerShare / account.Prices[i]), (double)(lot.Shares * account.Prices[i] / account.Value));
    }
}

public class CapitalGainsTaxLaws : TermLaws
{
    protected override Term Create(LawData data) => new CapitalGainsTax(LawLots.Rules, TaxNetting.Separable, deferralValue: 0.05);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => LawLots.Least(data, z, (isLong, gain) => ((isLong ? 0.20 : 0.37) - 0.05) * gain);

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}

public class FlatNettedTaxLaws : TermLaws
{
    protected override Term Create(LawData data) => new CapitalGainsTax(new FlatTax(0.25, 0.1));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => LawLots.Least(data, z, (_, gain) => 0.25 * gain);

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}

public class RealisedGainsLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new RealisedGains(LawLots.Rules, shortTerm: 20_000m);

    // money over account value; the limit is met by the lots that realise least
    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        Math.Max(0, LawLots.Least(data, z, (isLong, gain) => isLong ? 0 : gain) - (20_000 / (double)data.Account.Value));

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}

public class TaxBudgetLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new TaxBudget(new CapitalGainsTax(LawLots.Rules, TaxNetting.Separable), 12_000m);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        Math.Max(0, LawLots.Least(data, z, (isLong, gain) => (isLong ? 0.20 : 0.37) * gain) - (12_000 / (double)data.Account.Value));

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}

public class NoShortTermGainsLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new NoShortTermGains(LawLots.Rules);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => LawLots.Forced(data, z, (isLong, _) => !isLong);

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}

public class WaitForLongTermLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new WaitForLongTerm(LawLots.Rules, 120);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        LawLots.Forced(data, z, (isLong, lot) => !isLong && lot.Acquired.AddYears(1) < data.Account.AsOf.AddDays(120));

    protected override double[] RandomHoldings(LawData data, TestRandom random) => data.RandomLongHoldings(random);

    protected override double Tolerance => Tolerances.Residual;
}
