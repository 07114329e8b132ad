namespace Rebalancing.Solvers.DualNewton;

/// <summary>The rows in which one coordinate stands, with its coefficients: one a slot, one for every factor row (unless they are left out), one for every budget.</summary>
internal ref struct RowEntries
{
    private readonly RowTable _rows;
    private readonly ScalarFamily _functions;
    private readonly ReadOnlySpan<double> _run;
    private readonly int _coordinate;
    private readonly bool _factorRows;
    private int _next;

    public RowEntries(SeparableDualProgram program, int coordinate, bool factorRows = true)
    {
        (_rows, _functions) = (program.Rows, program.Functions);
        _coordinate = coordinate;
        _factorRows = factorRows && _rows.HasFactorRows;
        _run = _factorRows ? program.Loadings.Row(coordinate) : default;
        _next = 0;
        Row = -1;
        Coefficient = 0;
    }

    public int Row { get; private set; }

    public double Coefficient { get; private set; }

    public bool MoveNext()
    {
        List<RowSlot> slots = _rows.Slots;
        while (_next < slots.Count)
        {
            RowSlot slot = slots[_next++];
            int row = slot.RowOf[_coordinate];
            if (row == _rows.Count)
                continue;
            (Row, Coefficient) = (row, slot.Coefficient(_coordinate));
            return true;
        }

        if (!_factorRows)
            _next = Math.Max(_next, slots.Count + _rows.FirstBudget);
        ReadOnlySpan<int> factorOf = _rows.FactorOf;
        while (_next - slots.Count < factorOf.Length)
        {
            int row = _next++ - slots.Count;
            if (row >= _rows.FirstBudget)
            {
                (Row, Coefficient) = (row, _functions.ChargeSlope(row - _rows.FirstBudget)[_coordinate]);
                return true;
            }

            if (factorOf[row] < 0)
                continue;
            (Row, Coefficient) = (row, _run[factorOf[row]]);
            return true;
        }

        return false;
    }
}
