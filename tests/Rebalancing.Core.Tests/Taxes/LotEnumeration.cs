namespace Rebalancing.Core.Tests;

/// <summary>
/// The least tax of given sales, by enumeration: in each region of the tax form where it is linear the best lot choice is a vertex, and a vertex sells every lot in whole or not at all but
/// for as many as there are equations. All vertices are tried. Prices are 100.
/// </summary>
internal static class LotEnumeration
{
    public static double LeastTax(Account account, UnitedStatesTax rules, decimal[] sell, double mostShort)
    {
        IReadOnlyList<TaxLot> lots = account.Options.Lots;
        int n = lots.Count, assets = account.Universe.Count;
        TaxYear year = account.Options.TaxYear;
        double s0 = (double)(year.ShortTerm - year.CarriedShortLoss), l0 = (double)(year.LongTerm - year.CarriedLongLoss), cap = (double)rules.Cap;
        double[] shortGain = new double[n], longGain = new double[n], upper = new double[n];
        for (int l = 0; l < n; l++)
        {
            upper[l] = (double)lots[l].Shares;
            (rules.IsLongTerm(lots[l].Acquired, account.AsOf) ? longGain : shortGain)[l] = 100 - (double)lots[l].CostPerShare;
        }

        // lines that vertices may lie on: sums of sales of each asset always, and any of S = 0, L = 0, N = 0, N = -cap, S = budget
        List<(double[] Row, double Right)> lines = [(shortGain, -s0), (longGain, -l0), (Sum(shortGain, longGain), -s0 - l0), (Sum(shortGain, longGain), -cap - s0 - l0)];
        if (double.IsFinite(mostShort)) lines.Add((shortGain, mostShort - s0));
        double best = double.PositiveInfinity;
        for (int chosen = 0; chosen < 1 << lines.Count; chosen++)
        {
            if (int.PopCount(chosen) > 2) continue;
            List<(double[] Row, double Right)> equations = [];
            for (int i = 0; i < assets; i++)
            {
                int asset = i;
                equations.Add(([.. lots.Select(lot => lot.Symbol == $"S{asset}" ? 1.0 : 0.0)], (double)sell[i]));
            }
            for (int e = 0; e < lines.Count; e++)
                if ((chosen >> e & 1) == 1) equations.Add(lines[e]);
            foreach (double[] sold in Vertices(equations, upper))
            {
                double s = s0 + Dot(shortGain, sold), l = l0 + Dot(longGain, sold);
                if (s > mostShort + 1e-7) continue;
                best = Math.Min(best, Form(s, l, rules));
            }
        }
        return best;
    }

    private static double Form(double s, double l, UnitedStatesTax rules)
    {
        double net = s + l, cap = (double)rules.Cap;
        if (s >= 0 && l >= 0) return (rules.ShortTermRate * s) + (rules.LongTermRate * l);
        if (net >= 0) return (s >= 0 ? rules.ShortTermRate : rules.LongTermRate) * net;
        return (-rules.OrdinaryRate * Math.Min(-net, cap)) - (rules.CarriedLossValue * Math.Max(0, -net - cap));
    }

    private static IEnumerable<double[]> Vertices(List<(double[] Row, double Right)> equations, double[] upper)
    {
        int n = upper.Length, m = equations.Count;
        if (m > n) yield break;
        for (int basis = 0; basis < 1 << n; basis++)
        {
            if (int.PopCount(basis) != m) continue;
            int[] free = [.. Enumerable.Range(0, n).Where(j => (basis >> j & 1) == 1)], rest = [.. Enumerable.Range(0, n).Where(j => (basis >> j & 1) == 0)];
            for (int full = 0; full < 1 << rest.Length; full++)
            {
                var sold = new double[n];
                for (int r = 0; r < rest.Length; r++) sold[rest[r]] = (full >> r & 1) == 1 ? upper[rest[r]] : 0;
                if (Solve(equations, sold, free) && free.All(j => sold[j] >= -1e-9 && sold[j] <= upper[j] + 1e-9)) yield return sold;
            }
        }
    }

    /// <summary>Gauss with pivoting; false if the equations do not determine the free lots.</summary>
    private static bool Solve(List<(double[] Row, double Right)> equations, double[] sold, int[] free)
    {
        int m = free.Length;
        var a = new double[m, m + 1];
        for (int e = 0; e < m; e++)
        {
            for (int j = 0; j < m; j++) a[e, j] = equations[e].Row[free[j]];
            a[e, m] = equations[e].Right - Dot(equations[e].Row, sold);
        }
        for (int p = 0; p < m; p++)
        {
            int pivot = p;
            for (int e = p + 1; e < m; e++) if (Math.Abs(a[e, p]) > Math.Abs(a[pivot, p])) pivot = e;
            if (Math.Abs(a[pivot, p]) < 1e-9) return false;
            for (int j = 0; j <= m; j++) (a[p, j], a[pivot, j]) = (a[pivot, j], a[p, j]);
            for (int e = 0; e < m; e++)
            {
                if (e == p) continue;
                double factor = a[e, p] / a[p, p];
                for (int j = p; j <= m; j++) a[e, j] -= factor * a[p, j];
            }
        }
        for (int p = 0; p < m; p++) sold[free[p]] = a[p, m] / a[p, p];
        return true;
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
