namespace Rebalancing.Core.Tests.Planning;

/// <summary>
/// The least priced violation of some limits as a linear program with one slack a row and side, written out directly and solved by a simplex method:
/// variables (w, cash, buys, sells, slacks), rows w - buys + sells = w0, 1'w + cash = 1.
/// </summary>
internal static class PlainElastic
{
    /// <param name="held">Current weights.</param>
    /// <param name="limits">The limits that exist.</param>
    /// <param name="isHard">Whether a limit must hold; null for none.</param>
    /// <param name="needs">Budgets on the priced violation of groups of limits; null for none.</param>
    /// <param name="countsInObjective">Whether a limit's violation is minimised; null for all.</param>
    public static double Violation(double[] held, IReadOnlyList<PlainLimit> limits, Func<PlainLimit, bool>? isHard = null,
        IReadOnlyList<(Func<PlainLimit, bool> Group, double Need)>? needs = null, Func<PlainLimit, bool>? countsInObjective = null)
    {
        int n = held.Length;
        // w and cash are free: a plus and a minus part each, the minus parts after the traded amounts
        int slacks = (3 * n) + 1 + n + 1;
        List<double> cost = [.. new double[slacks]];
        List<(List<(int Column, double Value)> Entries, double Right)> rows = [];
        List<(int Column, double Value)>[] needRows = [.. (needs ?? []).Select(_ => new List<(int, double)>())];
        for (int i = 0; i < n; i++) rows.Add(([.. Free(i, 1), (n + 1 + i, -1), ((2 * n) + 1 + i, 1)], held[i]));
        rows.Add(([.. Enumerable.Range(0, n + 1).SelectMany(i => Free(i, 1))], 1));
        foreach (PlainLimit limit in limits)
        {
            bool hard = isHard?.Invoke(limit) ?? false;
            int shared = limit.SharesSlack && !hard ? Slack(limit) : -1;
            foreach ((double[] a, double lower, double upper) in limit.Rows)
            {
                if (double.IsFinite(lower)) Add(a, lower, -1, hard ? -1 : shared >= 0 ? shared : Slack(limit));
                if (double.IsFinite(upper)) Add(a, upper, +1, hard ? -1 : shared >= 0 ? shared : Slack(limit));
            }
        }
        for (int k = 0; k < needRows.Length; k++)
        {
            cost.Add(0);
            rows.Add(([.. needRows[k], (cost.Count - 1, 1)], needs![k].Need));
        }
        return PlainSimplex.Minimise([.. cost], [.. rows.Select(row => (Dense(row.Entries), row.Right))]);

        IEnumerable<(int, double)> Free(int i, double value) => [(i, value), ((3 * n) + 1 + i, -value)];

        int Slack(PlainLimit limit)
        {
            for (int k = 0; k < needRows.Length; k++) if (needs![k].Group(limit)) needRows[k].Add((cost.Count, limit.Price));
            cost.Add(countsInObjective?.Invoke(limit) ?? true ? limit.Price : 0);
            return cost.Count - 1;
        }

        // side +1: a'x - slack + room = bound; side -1: a'x + slack - room = bound
        void Add(double[] a, double bound, int side, int slack)
        {
            List<(int Column, double Value)> entries = [];
            for (int j = 0; j < a.Length; j++)
                if (a[j] != 0) entries.AddRange(j <= n ? Free(j, a[j]) : [(j, a[j])]);
            if (slack >= 0) entries.Add((slack, -side));
            entries.Add((cost.Count, side));
            cost.Add(0);
            rows.Add((entries, bound));
        }

        double[] Dense(List<(int Column, double Value)> entries)
        {
            double[] row = new double[cost.Count];
            foreach ((int column, double value) in entries) row[column] += value;
            return row;
        }
    }
}
