using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>The answer: columns at once, images and multipliers for whoever asks; and what is said of each round.</content>
internal sealed partial class ScenarioEngine
{
    private (int Scenarios, int Explicit, int Columns, int Levels) _told;
    private string _reason = "";

    private void Report(double gap)
    {
        var report = new IterationReport(result.IterationLog.Count, Math.Max(0, _point.Excess), _residual, gap, 1);
        result.IterationLog.Add(report);
        settings.Progress?.Report(report);
    }

    private void WriteAnswer()
    {
        Solution solution = result.Solution;
        _best.AsSpan(0, _form.ProgramColumns).CopyTo(solution.Columns.Values);
        foreach (ScenarioTail tail in _tails)
            if (tail.Data.ThresholdColumn >= 0)
                solution.Columns.Values[tail.Data.ThresholdColumn] = -tail.Data.Rho * tail.Threshold;
        int scenarios = 0, explicitRows = 0;
        foreach (ScenarioTail tail in _tails)
            (scenarios, explicitRows) = (scenarios + tail.Data.Count, explicitRows + tail.ExplicitCount);
        solution.Status = SolveStatus.Optimal;
        solution.Engine = EngineKind.Scenarios;
        solution.EngineReason = Reason(scenarios, explicitRows);
        solution.Iterations = _iterations;
        solution.LowerBound = _lower;
        result.LeaveTheRest();
        _hasAnswer = true;
    }

    /// <summary>Made anew only where a number in it has changed.</summary>
    private string Reason(int scenarios, int explicitRows)
    {
        (int, int, int, int) now = (scenarios, explicitRows, _columns.Count, _steps.Count);
        if (now != _told)
            _reason = FormattableString.Invariant($"{scenarios} scenarios in {_tails.Count} tail{(_tails.Count == 1 ? "" : "s")}: {explicitRows} near a threshold and {_columns.Count} moving columns were enough, in {_steps.Count} subsample{(_steps.Count == 1 ? "" : "s")}");
        _told = now;
        return _reason;
    }

    /// <summary>Images, multipliers of rows, scenarios, budgets and bounds, for whoever asks.</summary>
    internal void Complete(Solution solution)
    {
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Image)
                WriteImage(block, solution);
        solution.ImagePrices.AsSpan().Clear();
        for (int r = 0; r < _form.Rows.Count; r++)
            solution.ImagePrices[_form.RowImage[r]] = _bestRowPrices[r];
        _bestBudgetPrices.AsSpan(0, _form.Budgets).CopyTo(solution.BudgetPrices);
        foreach (ScenarioTail tail in _tails)
        {
            Span<double> prices = solution.ImagePrices.AsSpan(tail.Data.Image.Start, tail.Data.Image.Length);
            tail.WriteKeptPrices(prices);
            Scale.By(tail.Data.Sign, prices);
            if (tail.Data.Steady.Length > 0)
                Axpy.Add(tail.Data.Price(_bestBudgetPrices), tail.Data.Steady, prices);
        }

        WriteBoundPrices(solution);
        WriteNetworks(solution);
    }

    /// <summary>Flows, and multipliers of the columns that have them: those of a column's own bounds are not those of its network's ends.</summary>
    private void WriteNetworks(Solution solution)
    {
        solution.FitFlows();
        if (program.FlowCount == 0)
            return;
        var slopes = new ScenarioSlopes(_form, _bound, solution.Columns.Values, _bestBudgetPrices);
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Flows)
                _compiler.Flows.Write(block, slopes, _bestBudgetPrices, solution);
    }

    /// <summary>
    /// A column without an upper bound of its own must not fall for ever: where its slope is below zero by what the solve left open, the price of the widest equality takes it up.
    /// </summary>
    private void HoldOpenEnds(Span<double> slopes, Solution solution)
    {
        if (_sumRow < 0)
            return;
        double[] row = _form.Rows[_sumRow];
        double shift = 0;
        for (int j = 0; j < row.Length; j++)
        {
            (double left, double right) = _bound.Derivatives(j, slopes[j], double.IsPositiveInfinity(_form.Upper[j]) ? double.MaxValue : double.MinValue, _bestBudgetPrices);
            if (row[j] > 0 && double.IsPositiveInfinity(_form.Upper[j]) && _form.Curvature[j] == 0)
                shift = Math.Max(shift, -right / row[j]);
            else if (row[j] < 0 && double.IsNegativeInfinity(_form.Lower[j]) && _form.Curvature[j] == 0)
                shift = Math.Max(shift, -left / row[j]);
        }

        Axpy.Add(shift, row, slopes);
        _bestRowPrices[_sumRow] += shift;
        solution.ImagePrices[_form.RowImage[_sumRow]] = _bestRowPrices[_sumRow];
    }

    private void WriteImage(ProgramBlock block, Solution solution)
    {
        Span<double> values = solution.Values(block);
        values.Clear();
        var part = new double[block.Length];
        foreach (ImagePart one in block.Parts)
        {
            one.Map.Apply(solution.Values(program[one.Of]), part);
            Axpy.Add(1.0, part, values);
        }
    }

    /// <summary>What is left of a column's slope at a bound is the bound's price.</summary>
    private void WriteBoundPrices(Solution solution)
    {
        _bound.Begin(_form, _best.AsSpan(0, _form.Columns), _bestRowPrices, _bestBudgetPrices);
        Span<double> slopes = _bound.Slopes.AsSpan(0, _form.ProgramColumns);
        foreach (ScenarioTail tail in _tails)
            tail.AddKeptGradient(slopes);
        HoldOpenEnds(slopes, solution);
        for (int j = 0; j < _form.Columns; j++)
        {
            bool isImage = j >= _form.ProgramColumns;
            int at = isImage ? _form.RowImage[_form.RowColumn.IndexOf(j)] : j;
            Solution.Coordinates home = isImage ? solution.Images : solution.Columns;
            (double left, double right) = _bound.Derivatives(j, _bound.Slopes[j], _best[j], _bestBudgetPrices);
            double width = 1e-9 * (1 + Math.Abs(_best[j]));
            home.LowerDuals[at] = _best[j] <= _form.Lower[j] + width ? Math.Max(0, right) : 0;
            home.UpperDuals[at] = _best[j] >= _form.Upper[j] - width ? Math.Max(0, -left) : 0;
        }
    }
}
