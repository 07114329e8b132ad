using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The small problem of a round: the columns that move, the scenarios that are near a threshold, and what the others add as constants and slopes.
/// <code>
///   minimise    c'x + 1/2 sum q x^2 + 1/2 x'P x + sum a_h (v_h)_+
///   subject to  E x = e,   lower &lt;= x &lt;= upper,   B_k'x + sum b_h (v_h)_+ &lt;= room_k
///
///   v = [ A x + o            ]   scenario rows, A kept row by row for its Gram product and column by column for products
///       [ x_column - break   ]   hinges of single columns
/// </code>
/// Hinges come in segments, each a multiple of 8 long and charged to at most one budget.
/// </summary>
internal sealed class ReducedProblem
{
    internal readonly record struct Segment(int Start, int Length, int Budget);

    internal int Columns { get; private set; }

    /// <summary>Where image columns begin; thresholds follow them.</summary>
    internal int FirstImage { get; set; }

    internal int Stride { get; private set; }

    internal double[] Lower { get; private set; } = [];

    internal double[] Upper { get; private set; } = [];

    /// <summary>What a column is measured in: the largest coefficient of its row for an image, 1 for others.</summary>
    internal double[] Size { get; private set; } = [];

    internal double[] Slope { get; private set; } = [];

    internal double[] Curvature { get; private set; } = [];

    /// <summary>Where to start; receives the answer.</summary>
    internal double[] X { get; private set; } = [];

    internal bool HasMatrix { get; set; }

    internal double[] Matrix { get; private set; } = [];

    internal int Equalities { get; private set; }

    internal double[] EqualityMatrix { get; private set; } = [];

    internal double[] EqualityRight { get; private set; } = [];

    /// <summary>The largest coefficient of each equality.</summary>
    internal double[] EqualitySize { get; private set; } = [];

    /// <summary>Multipliers of the equalities: start and answer.</summary>
    internal double[] EqualityPrices { get; private set; } = [];

    internal int Budgets { get; private set; }

    internal double[] BudgetSlope { get; private set; } = [];

    internal double[] BudgetRoom { get; private set; } = [];

    /// <summary>Multipliers of the budgets: start (0 for none) and answer.</summary>
    internal double[] BudgetPrices { get; private set; } = [];

    internal List<Segment> Segments { get; } = [];

    /// <summary>For each scenario segment the column of its threshold, -1 for none; column hinges have no entry.</summary>
    internal List<int> ThresholdColumns { get; } = [];

    /// <summary>Scenario hinges, padded.</summary>
    internal int RowHinges { get; private set; }

    /// <summary>All hinges, padded.</summary>
    internal int Hinges { get; private set; }

    internal double[] ByRow { get; private set; } = [];

    internal double[] ByColumn { get; private set; } = [];

    internal double[] Offset { get; private set; } = [];

    /// <summary>a_h: weight in the objective.</summary>
    internal double[] Weight { get; private set; } = [];

    /// <summary>b_h: weight in the segment's budget.</summary>
    internal double[] Charge { get; private set; } = [];

    /// <summary>Column of each hinge beyond the scenarios'.</summary>
    internal int[] HingeColumn { get; private set; } = [];

    /// <summary>Whether any diagonal or dense curvature is there: then primal and dual steps are of one length.</summary>
    internal bool HasCurvature { get; set; }

    internal void SizeColumns(int columns, int equalities, int budgets, bool hasMatrix)
    {
        (Columns, Equalities, Budgets, HasMatrix) = (columns, equalities, budgets, hasMatrix);
        Stride = Lanes.PadTo8(columns);
        Lower = Room.For(Lower, columns);
        Upper = Room.For(Upper, columns);
        Size = Room.For(Size, columns);
        Size.AsSpan(0, columns).Fill(1);
        Slope = Room.Cleared(Slope, columns);
        Curvature = Room.Cleared(Curvature, columns);
        X = Room.Cleared(X, columns);
        if (hasMatrix)
            Matrix = Room.Cleared(Matrix, columns * Stride);
        EqualityMatrix = Room.Cleared(EqualityMatrix, equalities * Stride);
        EqualityRight = Room.Cleared(EqualityRight, equalities);
        EqualitySize = Room.For(EqualitySize, equalities);
        EqualityPrices = Room.Cleared(EqualityPrices, equalities);
        BudgetSlope = Room.Cleared(BudgetSlope, budgets * Stride);
        BudgetRoom = Room.Cleared(BudgetRoom, budgets);
        BudgetPrices = Room.Cleared(BudgetPrices, budgets);
        Segments.Clear();
        ThresholdColumns.Clear();
    }

    /// <summary>Room for the hinges; scenario rows are zero, column hinges point nowhere.</summary>
    internal void SizeHinges(int rowHinges, int columnHinges)
    {
        RowHinges = rowHinges;
        Hinges = rowHinges + columnHinges;
        ByRow = Room.For(ByRow, rowHinges * Stride);
        ByColumn = Room.For(ByColumn, Columns * rowHinges);
        Offset = Room.Cleared(Offset, Hinges);
        Weight = Room.Cleared(Weight, Hinges);
        Charge = Room.Cleared(Charge, Hinges);
        HingeColumn = Room.For(HingeColumn, columnHinges);
        HingeColumn.AsSpan(0, columnHinges).Fill(-1);
    }

    /// <summary>A by columns, from A by rows.</summary>
    internal void Transpose()
    {
        for (int i = 0; i < RowHinges; i += 8)
            for (int j = 0; j < Columns; j++)
                for (int q = 0; q < 8; q++)
                    ByColumn[(j * RowHinges) + i + q] = ByRow[((i + q) * Stride) + j];
    }
}
