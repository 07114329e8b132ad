using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>Reads a program into a <see cref="ScenarioForm"/>, or says in a sentence why it does not fit.</summary>
internal sealed partial class ScenarioCompiler
{
    /// <summary>Image rows beyond this many are not worth equality rows of their own.</summary>
    private const int MostRows = 400;

    private readonly StructuredProgram _program;
    private readonly List<(int Column, ScenarioForm.Hinge Hinge)> _hinges = [];
    private readonly int[] _firstColumn;
    private readonly List<TailData> _tailsKept = [];
    private readonly ScenarioForm _form = new();
    private readonly bool[] _speaks;
    private readonly string? _networkObjection;
    private double[] _coefficients = [];
    private string? _refusal;

    internal ScenarioCompiler(StructuredProgram program)
    {
        _program = program;
        _firstColumn = new int[program.Blocks.Count];
        _speaks = new bool[program.Blocks.Count];
        _networkObjection = NetworkReader.ObjectionTo(program);
        Networks = new NetworkReader(program, this, _firstColumn);
        Flows = new NetworkAnswer(program, Networks, this);
    }

    /// <summary>The networks of the program, folded into the columns they move.</summary>
    internal NetworkReader Networks { get; }

    /// <summary>Takes the flows out of an answer again.</summary>
    internal NetworkAnswer Flows { get; }

    /// <summary>Rows of the tails that the program has, without reading numbers; 0 where it has none.</summary>
    internal static int TallRows(StructuredProgram program)
    {
        int rows = 0;
        foreach (FunctionEntry entry in program.Functions)
            if (entry.Kind == FunctionKind.Kinked && TallMap(program, program.Base(entry.On), out _) is { } map)
                rows = Math.Max(rows, map.Rows);
        return rows;
    }

    internal bool TryRead(out ScenarioForm form, out string refusal)
    {
        form = _form;
        _refusal = _networkObjection;
        _hinges.Clear();
        if (_program.NormCount > 0)
            _refusal = "a limit or cost is a root of squares";
        PlaceColumns();
        Networks.Begin();
        if (_refusal is null)
            ReadBounds();
        if (_refusal is null)
            foreach (FunctionEntry entry in _program.Functions)
                Read(entry);
        if (_refusal is null)
            FoldNetworks();
        if (_refusal is null && form.Tails.Count == 0)
            _refusal = "no function over many rows";
        for (int j = 0; j < _form.Columns && _refusal is null; j++)
            if (_form.Lower[j] > _form.Upper[j])
                _refusal = "bounds contradict each other";
        if (_refusal is null)
            TakeThresholds();
        if (_refusal is null)
            Finish();
        refusal = _refusal ?? "";
        return _refusal is null;
    }

    /// <summary>The wide, row-major map of an image whose other parts are single columns; null for any other block.</summary>
    private static DenseMap? TallMap(StructuredProgram program, ProgramBlock block, out ImagePart wide)
    {
        wide = default;
        if (block.Kind != BlockKind.Image)
            return null;
        DenseMap? found = null;
        foreach (ImagePart part in block.Parts)
        {
            if (program[part.Of].Kind != BlockKind.Variables)
                return null;
            if (part.Map is DenseMap { IsByColumn: false } map && found is null && map.Columns > 0)
                (found, wide) = (map, part);
            else if (part.Map.Columns != 1)
                return null;
        }

        return found is { Rows: > 1 } tall && tall.Rows >= 2 * tall.Columns ? tall : null;
    }

    /// <summary>Small images that say something get columns; tall ones become tails or are left out.</summary>
    private void PlaceColumns()
    {
        int next = _program.Columns;
        Array.Clear(_speaks);
        foreach (FunctionEntry entry in _program.Functions)
            _speaks[_program.Base(entry.On).Id] = true;
        foreach (BoundEntry bound in _program.Bounds)
            _speaks[_program.Base(bound.On).Id] = true;
        int rows = 0;
        foreach (ProgramBlock block in _program.Blocks)
        {
            _firstColumn[block.Id] = block.Kind == BlockKind.Variables ? block.Start : -1;
            if (block.Kind != BlockKind.Image || !_speaks[block.Id] || IsTail(block))
                continue;
            rows += block.Length;
            _firstColumn[block.Id] = next;
            next += block.Length;
            foreach (ImagePart part in block.Parts)
                if (_program[part.Of].Kind != BlockKind.Variables)
                    _refusal = $"'{block.Label}' is an image of {(_program[part.Of].Kind == BlockKind.Flows ? "flows" : "an image")}";
        }

        if (rows > MostRows)
            _refusal = $"it has {rows} image rows besides the scenarios";
        _form.Begin(_program.Columns, next, _program.BudgetCount);
        for (int k = 0; k < _form.Budgets; k++)
            _form.BudgetLimit[k] = _program.Budgets[k].Limit;
    }

    /// <summary>A tall image with kinks alone and no bounds.</summary>
    private bool IsTail(ProgramBlock block)
    {
        if (TallMap(_program, block, out _) is null)
            return false;
        foreach (BoundEntry bound in _program.Bounds)
            if (_program.Base(bound.On).Id == block.Id)
                return false;
        int kinks = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (_program.Base(entry.On).Id == block.Id)
                kinks += entry.Kind == FunctionKind.Kinked ? 1 : 2;
        return kinks == 1;
    }

    private void ReadBounds()
    {
        foreach (BoundEntry bound in _program.Bounds)
        {
            double[] origin = _program[bound.On].Origin;
            ProgramBlock block = _program.Base(bound.On);
            if (block.Kind == BlockKind.Flows)
            {
                Networks.Numbers.Tighten(bound, block);
                continue;
            }

            int first = _firstColumn[block.Id];
            for (int i = 0; i < bound.Lower.Length; i++)
            {
                double shift = origin.Length == 0 ? 0 : origin[i];
                _form.Lower[first + i] = Math.Max(_form.Lower[first + i], bound.Lower[i] + shift);
                _form.Upper[first + i] = Math.Min(_form.Upper[first + i], bound.Upper[i] + shift);
            }
        }
    }

    private void Finish()
    {
        _hinges.Sort(static (a, b) => a.Column != b.Column ? a.Column.CompareTo(b.Column) : a.Hinge.At.CompareTo(b.Hinge.At));
        foreach ((int column, ScenarioForm.Hinge hinge) in _hinges)
        {
            _form.Hinges.Add(hinge);
            _form.HingeStart[column + 1]++;
        }

        for (int j = 0; j < _form.Columns; j++)
            _form.HingeStart[j + 1] += _form.HingeStart[j];
        for (int j = 0; j < _form.ProgramColumns; j++)
            _form.CanRest[j] = !_form.IsThreshold[j] && (double.IsFinite(_form.Lower[j]) || double.IsFinite(_form.Upper[j]) || _form.HingeStart[j + 1] > _form.HingeStart[j]);
        foreach (TailData tail in _form.Tails)
        {
            _form.Width = Math.Max(_form.Width, tail.Map.Columns);
            _form.FewestRows = Math.Min(_form.FewestRows, tail.Count);
        }

        AddRows();
        HoldSilent();
        ImpliedBounds.Find(_form);
    }

    /// <summary>Columns that nothing speaks of, such as thresholds of tails that do not count, stay at zero.</summary>
    private void HoldSilent()
    {
        for (int j = 0; j < _form.ProgramColumns; j++)
            if (!_form.IsThreshold[j] && double.IsInfinity(_form.Lower[j]) && double.IsInfinity(_form.Upper[j]) && !IsSpokenOf(j))
                _form.Lower[j] = _form.Upper[j] = 0;
    }

    private bool IsSpokenOf(int j)
    {
        bool any = _form.Slope[j] != 0 || _form.Curvature[j] != 0 || _form.HingeStart[j + 1] > _form.HingeStart[j];
        foreach (double[] slopes in _form.BudgetSlope)
            any |= slopes[j] != 0;
        foreach (double[] row in _form.Rows)
            any |= row[j] != 0;
        foreach (TailData tail in _form.Tails)
            any |= j >= tail.FirstColumn && j < tail.FirstColumn + tail.Map.Columns;
        foreach ((CovarianceMatrix matrix, _, int first, _) in _form.Covariances)
            any |= j >= first && j < first + matrix.Order;
        return any;
    }

    /// <summary>Each image row as M x - y = 0 with y its column; an equality is a y that cannot move.</summary>
    private void AddRows()
    {
        foreach (ProgramBlock block in _program.Blocks)
        {
            int first = _firstColumn[block.Id];
            if (first < 0 || block.Kind != BlockKind.Image)
                continue;
            for (int r = 0; r < block.Length; r++)
            {
                double[] row = _form.NewRow();
                foreach (ImagePart part in block.Parts)
                {
                    Span<double> target = row.AsSpan(_program[part.Of].Start, part.Map.Columns);
                    _coefficients = Room.For(_coefficients, part.Map.Columns);
                    Span<double> coefficients = _coefficients.AsSpan(0, part.Map.Columns);
                    coefficients.Clear();
                    part.Map.CopyRow(r, coefficients);
                    for (int i = 0; i < coefficients.Length; i++)
                        target[i] += coefficients[i];
                }

                _form.Rows.Add(row);
                _form.RowColumn.Add(first + r);
                _form.RowImage.Add(block.Start + r);
            }
        }
    }
}
