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
    internal double[] Shift { get; private set; } = [];

    /// <summary>w_s, or a single number where all are the same.</summary>
    internal double[] Weights { get; private set; } = [];

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

    /// <summary>Back to nothing but its place; the arrays are kept.</summary>
    internal void Forget() => (Sign, Steady, ThresholdColumn, Rho, Target, ObjectiveWeight, Budget, BudgetWeight) = (0, [], -1, 0, 0, 0, -1, 0);

    /// <summary>Weights from the steps of a kink: one number where they are all the same.</summary>
    internal void SetWeights(FunctionEntry entry, bool even)
    {
        int length = even ? 1 : entry.First.Length;
        Weights = Weights.Length == length ? Weights : new double[length];
        for (int s = 0; s < length; s++)
            Weights[s] = entry.Third[s] - entry.Second[s];
    }

    /// <summary>Shifts from the places of a kink and the image's origin; none where all are 0.</summary>
    internal void SetShift(FunctionEntry entry, double[] origin, bool moved)
    {
        int length = moved ? entry.First.Length : 0;
        Shift = Shift.Length == length ? Shift : new double[length];
        for (int s = 0; s < length; s++)
            Shift[s] = -Sign * (entry.First[s] + (origin.Length == 0 ? 0 : origin[s]));
    }

    internal int Count => Map.Rows;

    internal bool IsEven => Weights.Length == 1;

    internal double WeightOf(int row) => Weights[Weights.Length == 1 ? 0 : row];

    /// <summary>Slope of the tail in the Lagrangian under the budgets' prices.</summary>
    internal double Price(ReadOnlySpan<double> budgetPrices) => ObjectiveWeight + (Budget >= 0 ? budgetPrices[Budget] * BudgetWeight : 0);
}
