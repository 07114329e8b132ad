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
    /// <summary>Columns of the program.</summary>
    internal int ProgramColumns { get; set; }

    /// <summary>Program columns and image columns.</summary>
    internal int Columns { get; set; }

    internal double[] Lower { get; set; } = [];

    internal double[] Upper { get; set; } = [];

    /// <summary>Bounds, and where a column has none of its own those that the rows imply: of weights that are not negative and add up to one, none is above one.</summary>
    internal double[] ImpliedLower { get; set; } = [];

    /// <inheritdoc cref="ImpliedLower"/>
    internal double[] ImpliedUpper { get; set; } = [];

    internal double[] Slope { get; set; } = [];

    internal double[] Curvature { get; set; } = [];

    internal double Constant { get; set; }

    internal int Budgets { get; set; }

    internal double[] BudgetLimit { get; set; } = [];

    /// <summary>Limit by limit, one slope a column.</summary>
    internal double[][] BudgetSlope { get; set; } = [];

    internal double[] BudgetConstant { get; set; } = [];

    /// <summary>Hinges of column j: HingeStart[j] .. HingeStart[j + 1] - 1, breaks ascending.</summary>
    internal int[] HingeStart { get; set; } = [];

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
    internal bool[] CanRest { get; set; } = [];

    internal bool[] IsThreshold { get; set; } = [];

    /// <summary>Length of the widest map under a tail.</summary>
    internal int Width { get; set; }

    /// <summary>Fewest rows of a tail.</summary>
    internal int FewestRows { get; set; }

    internal bool HasCurvature { get; set; }

    /// <summary>weight (x - At)_+ in the objective, budgetWeight (x - At)_+ in a budget.</summary>
    internal readonly record struct Hinge(double At, double Weight, int Budget, double BudgetWeight);
}
