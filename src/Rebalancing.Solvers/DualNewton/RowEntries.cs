namespace Rebalancing.Solvers.DualNewton;

/// <summary>The rows in which one coordinate stands, with its coefficients: one a slot, one for every budget. Rows over exposures are no part of it.</summary>
internal ref struct RowEntries
{
    private readonly RowTable _rows;
    private readonly ScalarFamily _functions;
    private readonly int _coordinate;
    private int _next;

    public RowEntries(SeparableDualProgram program, int coordinate)
    {
        (_rows, _functions) = (program.Rows, program.Functions);
        _coordinate = coordinate;
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

        int budget = _next - slots.Count;
        if (budget >= _rows.Budgets)
            return false;
        _next++;
        (Row, Coefficient) = (_rows.FirstBudget + budget, _functions.ChargeSlope(budget)[_coordinate]);
        return true;
    }
}
