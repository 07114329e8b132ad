namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// One tail of a program: hinges over the rows of a tall map, with or without a threshold t of its own,
/// <code>
///   value = target t + sum w_s (l_s - t)_+ ,   l_s = sign M_s x + shift_s ,   t = -rho a with a the threshold's column
/// </code>
/// counted in the objective, in a budget, or in both.
/// </summary>
internal sealed class TailData(ProgramBlock image, DenseMap map, int firstColumn)
{
    /// <summary>The image block the hinges stand on.</summary>
    internal ProgramBlock Image { get; } = image;

    internal DenseMap Map { get; } = map;

    /// <summary>Where the map's columns begin among the program's.</summary>
    internal int FirstColumn { get; } = firstColumn;

    /// <summary>+1 where the hinges open upwards, -1 downwards.</summary>
    internal double Sign { get; set; }

    /// <summary>Added to each row; empty for none.</summary>
    internal double[] Shift { get; set; } = [];

    /// <summary>w_s, or a single number where all are the same.</summary>
    internal double[] Weights { get; set; } = [];

    /// <summary>Slope that every row has besides its hinge, folded into the columns; empty for none.</summary>
    internal double[] Steady { get; set; } = [];

    /// <summary>Column of a; -1 where the tail has no threshold and t is 0.</summary>
    internal int ThresholdColumn { get; set; } = -1;

    internal double Rho { get; set; }

    internal double Target { get; set; }

    /// <summary>Factor in the objective.</summary>
    internal double ObjectiveWeight { get; set; }

    /// <summary>Budget it is charged to, or -1, with its factor there.</summary>
    internal int Budget { get; set; } = -1;

    /// <inheritdoc cref="Budget"/>
    internal double BudgetWeight { get; set; }

    internal int Count => Map.Rows;

    internal bool IsEven => Weights.Length == 1;

    internal double WeightOf(int row) => Weights[Weights.Length == 1 ? 0 : row];

    /// <summary>Slope of the tail in the Lagrangian under the budgets' prices.</summary>
    internal double Price(ReadOnlySpan<double> budgetPrices) => ObjectiveWeight + (Budget >= 0 ? budgetPrices[Budget] * BudgetWeight : 0);
}
