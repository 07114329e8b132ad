namespace Rebalancing.Core.Tests;

public class TaxRulesTests
{
    /// <summary>The United States form, case by case, as the return goes through it.</summary>
    private static double Form(double s, double l, double rs, double rl, double ro, double cap, double k)
    {
        double net = s + l;
        if (s >= 0 && l >= 0) return (rs * s) + (rl * l);
        if (net >= 0) return s >= 0 ? rs * net : rl * net;
        return (-ro * Math.Min(-net, cap)) - (k * Math.Max(0, -net - cap));
    }

    private static void CompareWithTheForm(int count)
    {
        var random = new TestRandom(11);
        for (int t = 0; t < count; t++)
        {
            double ordinary = random.Uniform(0, 0.5), add = random.Chance(0.5) ? random.Uniform(0, 0.05) : 0, kept = random.Uniform(0, 1) * ordinary;
            bool inverted = random.Chance(0.1);
            double longRate = inverted ? Math.Min(1, ordinary + random.Uniform(0, 0.2)) : random.Uniform(0, ordinary);
            var status = (FilingStatus)random.Integer(0, 4);
            var rules = new UnitedStatesTax(ordinary, longRate, status, netInvestmentIncomeRate: add, carriedLossValue: kept, allowShortBelowLong: true);
            double Amount() => random.Chance(0.05) ? 0 : random.Uniform(-1, 1) * (random.Chance(0.3) ? 100_000 : 6_000);
            double s = Amount(), l = random.Chance(0.02) ? -s : Amount(), carryS = random.Chance(0.5) ? 0 : random.Uniform(0, 8_000), carryL = random.Chance(0.5) ? 0 : random.Uniform(0, 8_000);
            double expected = Form(s - carryS, l - carryL, rules.ShortTermRate, rules.LongTermRate, rules.OrdinaryRate, (double)rules.Cap, kept);
            Assert.That(rules.TaxOf(s - carryS, l - carryL), Is.EqualTo(expected).Within(Tolerances.Summation * (1 + Math.Abs(s) + Math.Abs(l) + 16_000)), () => $"draw {t}: S {s - carryS}, L {l - carryL}, rates {rules.ShortTermRate}, {rules.LongTermRate}, {rules.OrdinaryRate}, {kept}");
        }
    }

    [Test]
    public void TaxOf_RandomTotalsRatesAndCarry_IsTheForm() => CompareWithTheForm(50_000);

    [Test]
    [Category("Long")]
    public void TaxOf_AMillionTotalsRatesAndCarry_IsTheForm() => CompareWithTheForm(1_000_000);

    [Test]
    public void Pieces_OfEveryCountry_AreAboveTheTaxWhereTheyHold([Range(1, 6)] int seed)
    {
        // T = min of the pieces needs every piece at least T; with the form checked apart, this checks the half-spaces
        var random = new TestRandom(seed);
        var kingdom = new UnitedKingdomTax(0.24, 3000m, random.Uniform(0, 0.24));
        for (int t = 0; t < 2_000; t++)
        {
            double net = random.Uniform(-9_000, 20_000), carried = random.Uniform(0, 6_000);
            double above = Math.Max(0, net - 3_000), expected = net < 0 ? kingdom.CarriedLossValue * net : (kingdom.CarriedLossValue * Math.Min(carried, above)) + (0.24 * Math.Max(0, above - carried));
            double s = random.Uniform(-5_000, 5_000);
            Assert.That(kingdom.TaxOf(s, net - s, carried), Is.EqualTo(expected).Within(1e-9));
        }
    }

    [Test]
    public void TaxOf_TheKinkOfTheKnownAnswer_IsNotConvex()
    {
        var rules = new UnitedStatesTax(0.37, 0.20);
        Assert.That(new[] { -1000.0, 0, 1000 }.Select(l => rules.TaxOf(10_000, l)), Is.EqualTo(new[] { 3_330.0, 3_700, 3_900 }).Within(1e-9));
    }

    [TestCase(-5_000, 2_000, 50_000, 0, 0)]
    [TestCase(-10_000, 1_000, 20_000, 6_000, 0)]
    [TestCase(1_000, -8_000, 30_000, 0, 4_000)]
    public void Assess_TheWorksheetCases_CarryWhatTheFormCarries(int shortTerm, int longTerm, int income, int shortCarried, int longCarried)
    {
        TaxAssessment year = new UnitedStatesTax(0.37, 0.20).Assess(new TaxYear(shortTerm, longTerm), income);
        Assert.That((year.ShortCarried, year.LongCarried), Is.EqualTo(((decimal)shortCarried, (decimal)longCarried)));
    }

    [Test]
    public void Assess_AJointReturnWithALossOf7000_DeductsThreeAndCarriesFour()
    {
        TaxAssessment year = new UnitedStatesTax(0.37, 0.20, FilingStatus.MarriedJointly).Assess(new TaxYear(-7_000m));
        Assert.That((year.Deducted, year.Carried), Is.EqualTo((3_000m, 4_000m)));
        Assert.That(new UnitedStatesTax(0.37, 0.20, FilingStatus.MarriedSeparately).Assess(new TaxYear(-7_000m)).Deducted, Is.EqualTo(1_500m));
    }

    [Test]
    public void Assess_LittleIncome_UsesUpLessOfTheLoss()
    {
        // taxable income -1,000 after a deduction of 3,000: only 2,000 of the loss was of use (worksheet lines 1 to 4)
        Assert.That(new UnitedStatesTax(0.37, 0.20).Assess(new TaxYear(-7_000m), -1_000m).ShortCarried, Is.EqualTo(5_000m));
    }

    [Test]
    public void Assess_ExactDecimals_AgreeWithThePiecesWhereNothingIsCarried([Range(1, 5)] int seed)
    {
        var random = new TestRandom(seed);
        TaxRules[] all = [new UnitedStatesTax(0.37, 0.2, stateRate: 0.05, netInvestmentIncomeRate: 0.038, carriedLossValue: 0), new UnitedKingdomTax(0.24, carriedLossValue: 0), new CanadaTax(0.5, carriedLossValue: 0), new FlatTax(0.25, 0), FlatTax.None];
        for (int t = 0; t < 500; t++)
        {
            decimal s = random.Integer(-900_000, 900_000) / 100m, l = random.Integer(-900_000, 900_000) / 100m;
            foreach (TaxRules rules in all)
                Assert.That((double)rules.Assess(new TaxYear(s, l)).Tax, Is.EqualTo(rules.TaxOf((double)s, (double)l)).Within(0.00501), rules.Name);
        }
    }

    [Test]
    public void IsLongTerm_OneYearToTheDay_IsShort()
    {
        var rules = new UnitedStatesTax(0.37, 0.20);
        Assert.That(rules.IsLongTerm(new DateOnly(2025, 3, 31), new DateOnly(2026, 3, 31)), Is.False);
        Assert.That(rules.IsLongTerm(new DateOnly(2025, 3, 30), new DateOnly(2026, 3, 31)), Is.True);
        Assert.That(rules.IsLongTerm(new DateOnly(2024, 2, 29), new DateOnly(2025, 3, 1)), Is.True, "the holding period of a leap day begins on 1 March");
        Assert.That(rules.IsLongTerm(new DateOnly(2024, 2, 29), new DateOnly(2025, 2, 28)), Is.False);
    }

    [Test]
    public void Assess_UnitedKingdomCarriedLosses_StopAtTheExemptAmount()
    {
        TaxAssessment year = new UnitedKingdomTax(0.24).Assess(new TaxYear(0m, 5_000m) { CarriedLongLoss = 9_000m });
        Assert.That((year.Tax, year.Carried), Is.EqualTo((0m, 7_000m)));
    }
}
