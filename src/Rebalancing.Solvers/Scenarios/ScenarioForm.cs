namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// A program as the scenario engine sees it: columns with bounds, a slope, a curvature and hinges of their own; few rows; dense covariances; budgets; and tails.
/// Image rows of moderate number are columns too, each tied by a row y - M x = 0.
/// <code>
///   minimise    constant + c'x + 1/2 sum q x^2 + sum a (x - break)_+ + covariances + sum tails
///   subject to  M x - y = 0,   lower &lt;= x &lt;= upper,   each budget: b'x + sum b_h (x - break)_+ + tails + constant &lt;= limit
/// </code>
/// </summary>
internal sealed class ScenarioForm
{
    private readonly List<double[]> _rowsKept = [];

    /// <summary>Columns of the program.</summary>
    internal int ProgramColumns { get; set; }

    /// <summary>Program columns and image columns.</summary>
    internal int Columns { get; set; }

    internal double[] Lower { get; private set; } = [];

    internal double[] Upper { get; private set; } = [];

    /// <summary>Bounds, and where a column has none of its own those that the rows imply: of weights that are not negative and add up to one, none is above one.</summary>
    internal double[] ImpliedLower { get; private set; } = [];

    /// <inheritdoc cref="ImpliedLower"/>
    internal double[] ImpliedUpper { get; private set; } = [];

    internal double[] Slope { get; private set; } = [];

    internal double[] Curvature { get; private set; } = [];

    internal double Constant { get; set; }

    internal int Budgets { get; set; }

    internal double[] BudgetLimit { get; private set; } = [];

    /// <summary>Limit by limit, one slope a column.</summary>
    internal double[][] BudgetSlope { get; private set; } = [];

    internal double[] BudgetConstant { get; private set; } = [];

    /// <summary>Hinges of column j: HingeStart[j] .. HingeStart[j + 1] - 1, breaks ascending.</summary>
    internal int[] HingeStart { get; private set; } = [];

    internal List<Hinge> Hinges { get; } = [];

    /// <summary>Rows over the program's columns, row by row.</summary>
    internal List<double[]> Rows { get; } = [];

    /// <summary>The image column that a row defines, with coefficient -1. It cannot move where the row is an equality.</summary>
    internal List<int> RowColumn { get; } = [];

    /// <summary>The image row of the program behind each row.</summary>
    internal List<int> RowImage { get; } = [];

    internal List<(CovarianceMatrix Matrix, double Scale, int First, double[] Origin)> Covariances { get; } = [];

    internal List<TailData> Tails { get; } = [];

    /// <summary>Columns that may rest at a bound or a break while others move: those with a finite bound or a hinge.</summary>
    internal bool[] CanRest { get; private set; } = [];

    internal bool[] IsThreshold { get; private set; } = [];

    /// <summary>Length of the widest map under a tail.</summary>
    internal int Width { get; set; }

    /// <summary>Fewest rows of a tail.</summary>
    internal int FewestRows { get; set; }

    internal bool HasCurvature { get; set; }

    /// <summary>Sizes everything for the columns and budgets, and empties it; what is large enough is kept.</summary>
    internal void Begin(int programColumns, int columns, int budgets)
    {
        (ProgramColumns, Columns, Budgets, Constant, HasCurvature, Width, FewestRows) = (programColumns, columns, budgets, 0, false, 0, int.MaxValue);
        Lower = Filled(Lower, columns, double.NegativeInfinity);
        Upper = Filled(Upper, columns, double.PositiveInfinity);
        Slope = Filled(Slope, columns, 0);
        Curvature = Filled(Curvature, columns, 0);
        ImpliedLower = Filled(ImpliedLower, columns, 0);
        ImpliedUpper = Filled(ImpliedUpper, columns, 0);
        BudgetLimit = Filled(BudgetLimit, budgets, 0);
        BudgetConstant = Filled(BudgetConstant, budgets, 0);
        BudgetSlope = BudgetSlope.Length == budgets ? BudgetSlope : new double[budgets][];
        for (int k = 0; k < budgets; k++)
            BudgetSlope[k] = Filled(BudgetSlope[k] ?? [], columns, 0);
        IsThreshold = IsThreshold.Length == columns ? IsThreshold : new bool[columns];
        CanRest = CanRest.Length == columns ? CanRest : new bool[columns];
        HingeStart = HingeStart.Length == columns + 1 ? HingeStart : new int[columns + 1];
        Array.Clear(IsThreshold);
        Array.Clear(CanRest);
        Array.Clear(HingeStart);
        Hinges.Clear();
        Covariances.Clear();
        Tails.Clear();
        _rowsKept.AddRange(Rows);
        Rows.Clear();
        RowColumn.Clear();
        RowImage.Clear();
    }

    /// <summary>A row of zeros, one number a program column.</summary>
    internal double[] NewRow()
    {
        for (int r = _rowsKept.Count - 1; r >= 0; r--)
            if (_rowsKept[r] is var kept && kept.Length == ProgramColumns)
            {
                _rowsKept.RemoveAt(r);
                Array.Clear(kept);
                return kept;
            }

        return new double[ProgramColumns];
    }

    private static double[] Filled(double[] array, int length, double value)
    {
        double[] filled = array.Length == length ? array : new double[length];
        Array.Fill(filled, value);
        return filled;
    }

    /// <summary>weight (x - At)_+ in the objective, budgetWeight (x - At)_+ in a budget.</summary>
    internal readonly record struct Hinge(double At, double Weight, int Budget, double BudgetWeight);
}
