namespace Rebalancing;

/// <summary>The thirteen lines of the Capital Loss Carryover Worksheet of Schedule D: which losses are left for the next year, and of which kind.</summary>
public static class CapitalLossCarryover
{
    /// <summary>Losses carried to the next year, as positive numbers.</summary>
    /// <param name="shortTerm">Net short-term total of the year with losses carried in taken off (Schedule D line 7).</param>
    /// <param name="longTerm">Net long-term total of the year with losses carried in taken off (Schedule D line 15).</param>
    /// <param name="deducted">Loss that the return deducts (Schedule D line 21), as a positive number.</param>
    /// <param name="taxableIncome">Taxable income of the year after that deduction, negative where it would have been a loss (Form 1040 line 15); null if there is enough of it.</param>
    public static (decimal ShortTerm, decimal LongTerm) Of(decimal shortTerm, decimal longTerm, decimal deducted, decimal? taxableIncome)
    {
        if (deducted < 0m) throw new ArgumentOutOfRangeException(nameof(deducted), FormattableString.Invariant($"the deducted loss is {deducted}; it is given as a positive number"));
        decimal line3 = taxableIncome is { } income ? Math.Max(income + deducted, 0m) : deducted;
        decimal line4 = Math.Min(deducted, line3);
        decimal line5 = Math.Max(-shortTerm, 0m);
        decimal line6 = Math.Max(longTerm, 0m);
        decimal line7 = line4 + line6;
        decimal line8 = shortTerm < 0m ? Math.Max(line5 - line7, 0m) : 0m;
        if (longTerm >= 0m) return (line8, 0m);
        decimal line9 = -longTerm;
        decimal line10 = Math.Max(shortTerm, 0m);
        decimal line11 = Math.Max(line4 - line5, 0m);
        decimal line12 = line10 + line11;
        return (line8, Math.Max(line9 - line12, 0m));
    }
}
