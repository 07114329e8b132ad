namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Where the scenario engine ended: values, which columns moved, at which break the others rested, and the prices of rows and budgets. A column that rested at a break rests at
/// that break of the next program, wherever it is there.
/// </summary>
internal sealed class ScenarioStart
{
    private const int NoBreak = -1;

    private readonly double[] _values;
    private readonly bool[] _moving;
    private readonly int[] _restsAt;
    private readonly double[] _rowPrices;
    private readonly double[] _budgetPrices;
    private readonly double[] _anchor;

    internal ScenarioStart(ScenarioForm form, ReadOnlySpan<double> values, ReadOnlySpan<bool> moving, ReadOnlySpan<double> rowPrices, ReadOnlySpan<double> budgetPrices, ReadOnlySpan<double> anchor)
    {
        _values = values[..form.ProgramColumns].ToArray();
        _moving = moving[..form.ProgramColumns].ToArray();
        _rowPrices = rowPrices[..form.Rows.Count].ToArray();
        _budgetPrices = budgetPrices[..form.Budgets].ToArray();
        _anchor = anchor.IsEmpty ? _values : anchor.ToArray();
        _restsAt = new int[form.ProgramColumns];
        Array.Fill(_restsAt, NoBreak);
        for (int j = 0; j < form.ProgramColumns; j++)
            for (int h = form.HingeStart[j]; h < form.HingeStart[j + 1]; h++)
                if (form.Hinges[h].At == _values[j])
                    _restsAt[j] = h - form.HingeStart[j];
    }

    /// <summary>Where all losses were known at its end, or else the values themselves.</summary>
    internal ReadOnlySpan<double> Anchor => _anchor;

    internal bool Fits(ScenarioForm form) => _values.Length == form.ProgramColumns && _rowPrices.Length == form.Rows.Count && _budgetPrices.Length == form.Budgets;

    internal void Place(ScenarioForm form, Span<double> x, ColumnSet columns, Span<double> rowPrices, Span<double> budgetPrices)
    {
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            double at = _restsAt[j] >= 0 && form.HingeStart[j] + _restsAt[j] < form.HingeStart[j + 1] ? form.Hinges[form.HingeStart[j] + _restsAt[j]].At : _values[j];
            x[j] = form.IsThreshold[j] ? 0 : Math.Clamp(at, form.Lower[j], form.Upper[j]);
        }

        columns.Take(form, _moving);
        _rowPrices.CopyTo(rowPrices);
        _budgetPrices.CopyTo(budgetPrices);
    }
}
