using System.Globalization;

namespace Rebalancing.Solvers;

public sealed partial class ProgramBuilder
{
    /// <summary>sum c_i x_i; slopes finite.</summary>
    public void Linear(Block on, ReadOnlySpan<double> slope)
    {
        CheckNumbers(slope, on, "the slope");
        slope.CopyTo(Function(FunctionKind.Linear, on, 0).First);
    }

    /// <summary>1/2 sum q_i x_i^2, or q_i x_i^2 inside a norm; curvatures finite and at least 0.</summary>
    public void Quadratic(Block on, ReadOnlySpan<double> curvature)
    {
        CheckNotNegative(curvature, on, "the curvature");
        curvature.CopyTo(Function(FunctionKind.Quadratic, on, 0).First);
    }

    /// <summary>One kink for each coordinate, value 0 at the kink; the slope must not fall.</summary>
    public void Kinked(Block on, Kink kink)
    {
        int n = Known(on).Length;
        CheckNumbers(kink.At, on, "the kink's place");
        CheckNumbers(kink.SlopeBelow, on, "the slope below the kink");
        CheckNumbers(kink.SlopeAbove, on, "the slope above the kink");
        for (int i = 0; i < n; i++)
            if (kink.SlopeAbove[i] < kink.SlopeBelow[i])
                throw Falls(on, i, kink.SlopeBelow[i], kink.SlopeAbove[i]);
        FunctionEntry entry = Function(FunctionKind.Kinked, on, 0);
        kink.At.CopyTo(entry.First);
        kink.SlopeBelow.CopyTo(entry.Second);
        kink.SlopeAbove.CopyTo(entry.Third);
    }

    /// <summary>Convex piecewise-linear functions, ragged, zero at zero; the number of breaks may differ in a refill.</summary>
    public void Pieces(Block on, ConvexPieces pieces)
    {
        int n = Known(on).Length;
        CheckNumbers(pieces.FirstSlope, on, "the first slope");
        if (!Check.AllFinite(pieces.Breaks))
            Check.Finite(pieces.Breaks, Where(on), "a break");
        if (!Check.NoneNegative(pieces.SlopeStep))
            Check.FiniteAndNotNegative(pieces.SlopeStep, Where(on), "a slope step");
        if (pieces.Start.Length != n + 1 || pieces.Start[0] != 0 || pieces.Start[n] != pieces.Breaks.Length || pieces.Breaks.Length != pieces.SlopeStep.Length)
            throw new ArgumentException($"pieces on {Where(on)} need {n + 1} starts from 0 to the number of breaks; found {pieces.Start.Length} starts, {pieces.Breaks.Length} breaks and {pieces.SlopeStep.Length} slope steps");
        for (int i = 0; i < n; i++)
            if (pieces.Start[i + 1] < pieces.Start[i])
                throw new ArgumentException($"the pieces on {Where(on)}, coordinate {i}, start at {pieces.Start[i]} and end at {pieces.Start[i + 1]}; starts must not fall");
        for (int i = 0; i < n; i++)
            for (int q = pieces.Start[i] + 1; q < pieces.Start[i + 1]; q++)
                if (pieces.Breaks[q] < pieces.Breaks[q - 1])
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"break {q} of {Where(on)}, coordinate {i}, is {pieces.Breaks[q]} after {pieces.Breaks[q - 1]}; breaks ascend"));
        FunctionEntry entry = Function(FunctionKind.Pieces, on, 0);
        if (!pieces.Start.SequenceEqual(entry.Start))
        {
            entry.Start = pieces.Start.ToArray();
            entry.Second = new double[pieces.Breaks.Length];
            entry.Third = new double[pieces.Breaks.Length];
            _program.StructureVersion++;
        }

        pieces.FirstSlope.CopyTo(entry.First);
        pieces.Breaks.CopyTo(entry.Second);
        pieces.SlopeStep.CopyTo(entry.Third);
    }

    /// <summary>sum a_i |x_i|^p; coefficients finite and at least 0, exponent in (1, 2].</summary>
    public void Power(Block on, ReadOnlySpan<double> coefficient, double exponent)
    {
        CheckNotNegative(coefficient, on, "the power's coefficient");
        if (!(exponent > 1 && exponent <= 2))
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, $"the exponent of a power on {Where(on)} must lie in (1, 2]");
        coefficient.CopyTo(Function(FunctionKind.Power, on, exponent).First);
    }

    /// <summary>-sum b_i log x_i, which keeps x_i positive where b_i &gt; 0; weights finite and at least 0.</summary>
    public void Log(Block on, ReadOnlySpan<double> weight)
    {
        CheckNotNegative(weight, on, "the log's weight");
        weight.CopyTo(Function(FunctionKind.Log, on, 0).First);
    }

    /// <summary>scale/2 x'S x, or scale x'S x inside a norm; scale finite and at least 0. The matrix is shared, not copied.</summary>
    public void Covariance(Block on, CovarianceMatrix matrix, double scale)
    {
        if (matrix.Order != Known(on).Length)
            Check.Length(matrix.Order, on.Length, Where(on), "the covariance");
        if (!(scale >= 0 && double.IsFinite(scale)))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"the covariance's scale on {Where(on)} must be finite and >= 0");
        if (_program.Base(on).Kind != BlockKind.Variables)
            throw new ArgumentException($"a covariance on {Where(on)} ties image rows together; fold it into the map instead (y = L'Mx with S = LL')");
        Function(FunctionKind.Covariance, on, scale, matrix);
    }

    private FunctionEntry Function(FunctionKind kind, Block on, double scalar, CovarianceMatrix? matrix = null)
    {
        if (_norm >= 0 && kind is not (FunctionKind.Quadratic or FunctionKind.Covariance))
            throw new InvalidOperationException($"a norm is made of quadratics and covariances; {kind} on {Where(on)} cannot be part of it");
        FunctionEntry entry;
        if (Refilling)
        {
            entry = _program.Functions[Next(Word.Function, Enum.GetName(kind)!)];
            if (entry.Kind != kind || entry.On.Id != on.Id || entry.Owner != Owner || entry.Norm != _norm || entry.Budget != (_norm >= 0 ? -1 : _budget) || !ReferenceEquals(entry.Matrix, matrix))
                throw Deviation($"{entry.Kind} on {_program.Name(entry.On)} was recorded, now it is {kind} on {_program.Name(on)}");
            entry.Fit(on);
        }
        else
        {
            bool three = kind == FunctionKind.Kinked;
            entry = new FunctionEntry(kind, on, Owner)
            {
                Norm = _norm,
                Budget = _norm >= 0 ? -1 : _budget,
                Matrix = matrix,
                First = kind == FunctionKind.Covariance ? [] : new double[on.Length],
                Second = three ? new double[on.Length] : [],
                Third = three ? new double[on.Length] : [],
            };
            Record(Word.Function, _program.Functions.Count);
            _program.Functions.Add(entry);
        }

        entry.Weight = _norm >= 0 ? 0 : Weight;
        entry.BudgetWeight = _norm >= 0 ? 0 : _budgetWeight;
        entry.Scalar = scalar;
        return entry;
    }

    private ArgumentException Falls(Block on, int i, double below, double above) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the slope of {Where(on)}, coordinate {i}, falls from {below} to {above} at its kink; a convex function's slope must not fall"));
}
