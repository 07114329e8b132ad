using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Writes the reduced problem of a round: free columns stay variables, all others become constants at their present values; scenarios assumed in a tail become a slope, those near
/// its threshold rows. Columns stand in the order: free program columns, image columns that can move, thresholds.
/// </summary>
internal sealed partial class ReducedBuilder
{
    private readonly List<int> _columns = [];
    private readonly List<int> _rows = [];
    private readonly List<(int Local, ScenarioForm.Hinge Hinge)> _hinges = [];
    private readonly List<int> _gatherPlaces = [];
    private readonly List<int> _gatherLocals = [];
    private int[] _localOf = [];
    private double[] _fixed = [];
    private double[] _product = [];
    private double[] _gathered = [];

    internal ReducedProblem Problem { get; } = new();

    /// <summary>The form's column behind each local one; thresholds are not in it.</summary>
    internal List<int> Columns => _columns;

    /// <summary>The form's row behind each equality.</summary>
    internal List<int> Rows => _rows;

    internal int ThresholdColumn(int tail) => _columns.Count + tail;

    internal void Build(ScenarioForm form, List<ScenarioTail> tails, ReadOnlySpan<bool> isFree, ReadOnlySpan<double> x, ReadOnlySpan<double> rowPrices, ReadOnlySpan<double> budgetPrices)
    {
        ListColumns(form, isFree);
        ListRows(form);
        Problem.SizeColumns(_columns.Count + tails.Count, _rows.Count, form.Budgets, form.Covariances.Count > 0);
        Problem.HasCurvature = form.HasCurvature;
        Problem.FirstImage = 0;
        while (Problem.FirstImage < _columns.Count && _columns[Problem.FirstImage] < form.ProgramColumns)
            Problem.FirstImage++;
        WriteColumns(form, x);
        WriteRows(form, x, rowPrices);
        WriteCovariances(form, x);
        WriteBudgets(form, x, budgetPrices);
        int rowHinges = 0;
        foreach (ScenarioTail tail in tails)
            rowHinges += Lanes.PadTo8(tail.ExplicitCount);
        int columnHinges = CountColumnHinges(form);
        Problem.SizeHinges(rowHinges, columnHinges);
        int start = 0;
        for (int t = 0; t < tails.Count; t++)
            start = WriteTail(t, tails[t], x, start);
        WriteColumnHinges(form, start);
        Problem.Transpose();
    }

    private void ListColumns(ScenarioForm form, ReadOnlySpan<bool> isFree)
    {
        _columns.Clear();
        _localOf = Room.For(_localOf, form.Columns);
        _localOf.AsSpan(0, form.Columns).Fill(-1);
        for (int j = 0; j < form.Columns; j++)
        {
            bool moves = j < form.ProgramColumns ? isFree[j] : form.Lower[j] < form.Upper[j];
            if (!moves || form.IsThreshold[j])
                continue;
            _localOf[j] = _columns.Count;
            _columns.Add(j);
        }
    }

    /// <summary>Rows that a free column touches and whose image says something.</summary>
    private void ListRows(ScenarioForm form)
    {
        _rows.Clear();
        for (int r = 0; r < form.Rows.Count; r++)
        {
            bool touched = false;
            double[] row = form.Rows[r];
            for (int j = 0; j < form.ProgramColumns && !touched; j++)
                touched = row[j] != 0 && _localOf[j] >= 0;
            if (touched || _localOf[form.RowColumn[r]] >= 0)
                _rows.Add(r);
        }
    }

    private void WriteColumns(ScenarioForm form, ReadOnlySpan<double> x)
    {
        for (int q = 0; q < _columns.Count; q++)
        {
            int j = _columns[q];
            (Problem.Lower[q], Problem.Upper[q], Problem.Slope[q], Problem.Curvature[q], Problem.X[q]) = (form.Lower[j], form.Upper[j], form.Slope[j], form.Curvature[j], x[j]);
        }

        for (int q = _columns.Count; q < Problem.Columns; q++)
            (Problem.Lower[q], Problem.Upper[q]) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    private void WriteRows(ScenarioForm form, ReadOnlySpan<double> x, ReadOnlySpan<double> rowPrices)
    {
        for (int e = 0; e < _rows.Count; e++)
        {
            double[] row = form.Rows[_rows[e]];
            Span<double> equality = Problem.EqualityMatrix.AsSpan(e * Problem.Stride, Problem.Columns);
            double right = 0;
            for (int j = 0; j < form.ProgramColumns; j++)
            {
                if (row[j] == 0)
                    continue;
                if (_localOf[j] >= 0)
                    equality[_localOf[j]] = row[j];
                else
                    right -= row[j] * x[j];
            }

            int image = form.RowColumn[_rows[e]];
            double size = MaxAbs.Of(row);
            Problem.EqualitySize[e] = size > 0 ? size : 1;
            if (_localOf[image] >= 0)
            {
                equality[_localOf[image]] = -1;
                Problem.Size[_localOf[image]] = Problem.EqualitySize[e];
            }
            else
                right += form.Lower[image];
            Problem.EqualityRight[e] = right;
            Problem.EqualityPrices[e] = rowPrices[_rows[e]];
        }
    }

    private void WriteCovariances(ScenarioForm form, ReadOnlySpan<double> x)
    {
        foreach ((CovarianceMatrix matrix, double scale, int first, double[] origin) in form.Covariances)
        {
            int n = matrix.Order;
            _fixed = Room.For(_fixed, n);
            _product = Room.For(_product, n);
            for (int i = 0; i < n; i++)
                _fixed[i] = (_localOf[first + i] >= 0 ? 0 : x[first + i]) - (origin.Length == 0 ? 0 : origin[i]);
            matrix.Apply(_fixed.AsSpan(0, n), _product.AsSpan(0, n));
            for (int i = 0; i < n; i++)
            {
                int q = _localOf[first + i];
                if (q < 0)
                    continue;
                Problem.Slope[q] += scale * _product[i];
                ReadOnlySpan<double> source = matrix.Storage.Slice(i * matrix.Stride, n);
                Span<double> target = Problem.Matrix.AsSpan(q * Problem.Stride, Problem.Columns);
                for (int k = 0; k < n; k++)
                    if (_localOf[first + k] >= 0)
                        target[_localOf[first + k]] += scale * (k <= i ? source[k] : matrix.Storage[(k * matrix.Stride) + i]);
            }
        }
    }

    private void WriteBudgets(ScenarioForm form, ReadOnlySpan<double> x, ReadOnlySpan<double> budgetPrices)
    {
        for (int k = 0; k < form.Budgets; k++)
        {
            double room = form.BudgetLimit[k] - form.BudgetConstant[k];
            for (int j = 0; j < form.Columns; j++)
            {
                if (_localOf[j] >= 0)
                    Problem.BudgetSlope[(k * Problem.Stride) + _localOf[j]] = form.BudgetSlope[k][j];
                else
                    room -= form.BudgetSlope[k][j] * x[j];
            }

            Problem.BudgetRoom[k] = room;
            Problem.BudgetPrices[k] = budgetPrices[k];
        }

        for (int j = 0; j < form.Columns; j++)
            for (int h = form.HingeStart[j]; _localOf[j] < 0 && h < form.HingeStart[j + 1]; h++)
                if (form.Hinges[h] is { Budget: >= 0 } hinge && x[j] > hinge.At)
                    Problem.BudgetRoom[hinge.Budget] -= hinge.BudgetWeight * (x[j] - hinge.At);
    }

    /// <summary>Hinges inside their column's bounds become pairs; one below the lower bound is a slope, one above the upper bound nothing.</summary>
    private int CountColumnHinges(ScenarioForm form)
    {
        _hinges.Clear();
        for (int q = 0; q < _columns.Count; q++)
        {
            int j = _columns[q];
            for (int h = form.HingeStart[j]; h < form.HingeStart[j + 1]; h++)
            {
                ScenarioForm.Hinge hinge = form.Hinges[h];
                if (hinge.At >= form.Upper[j] || (hinge.Weight == 0 && hinge.BudgetWeight == 0))
                    continue;
                if (hinge.At > form.Lower[j])
                {
                    _hinges.Add((q, hinge));
                    continue;
                }

                Problem.Slope[q] += hinge.Weight;
                if (hinge.Budget < 0)
                    continue;
                Problem.BudgetSlope[(hinge.Budget * Problem.Stride) + q] += hinge.BudgetWeight;
                Problem.BudgetRoom[hinge.Budget] += hinge.BudgetWeight * hinge.At;
            }
        }

        _hinges.Sort(static (a, b) => a.Hinge.Budget != b.Hinge.Budget ? a.Hinge.Budget.CompareTo(b.Hinge.Budget) : a.Local.CompareTo(b.Local));
        int total = 0;
        for (int first = 0; first < _hinges.Count;)
        {
            int end = EndOfBudget(first);
            total += Lanes.PadTo8(end - first);
            first = end;
        }

        return total;
    }

    private int EndOfBudget(int first)
    {
        int end = first;
        while (end < _hinges.Count && _hinges[end].Hinge.Budget == _hinges[first].Hinge.Budget)
            end++;
        return end;
    }

    private void WriteColumnHinges(ScenarioForm form, int start)
    {
        for (int first = 0; first < _hinges.Count;)
        {
            int end = EndOfBudget(first), padded = Lanes.PadTo8(end - first);
            Problem.Segments.Add(new ReducedProblem.Segment(start, padded, _hinges[first].Hinge.Budget));
            for (int i = 0; i < padded; i++)
            {
                (int local, ScenarioForm.Hinge hinge) = _hinges[Math.Min(first + i, end - 1)];
                bool pad = first + i >= end;
                Problem.HingeColumn[start + i - Problem.RowHinges] = pad ? -1 : local;
                Problem.Offset[start + i] = pad ? -1 : -hinge.At;
                Problem.Weight[start + i] = hinge.Weight;
                Problem.Charge[start + i] = hinge.BudgetWeight;
            }

            start += padded;
            first = end;
        }
    }
}
