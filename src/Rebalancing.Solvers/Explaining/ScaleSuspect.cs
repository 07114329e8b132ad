namespace Rebalancing.Solvers.Explaining;

/// <summary>The owner whose numbers differ most in size: the usual reason why a solver cannot reach its tolerance.</summary>
/// <param name="Owner">Whose numbers.</param>
/// <param name="SmallestAt">Coordinate of the smallest number that is not zero.</param>
/// <param name="Smallest">Its size.</param>
/// <param name="LargestAt">Coordinate of the largest.</param>
/// <param name="Largest">Its size.</param>
internal sealed record ScaleSuspect(int Owner, int SmallestAt, double Smallest, int LargestAt, double Largest)
{
    /// <summary>Sizes further apart than this are worth a word.</summary>
    private const double Suspicious = 1e8;

    /// <summary>Null where no function has numbers that far apart.</summary>
    internal static ScaleSuspect? Of(StructuredProgram program)
    {
        ScaleSuspect? worst = null;
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Kind is FunctionKind.Pieces)
                continue;
            (int small, int large) = (-1, -1);
            double smallest = double.PositiveInfinity, largest = 0;
            int n = entry.Kind == FunctionKind.Covariance ? entry.Matrix!.Order : entry.First.Length;
            for (int i = 0; i < n; i++)
            {
                double size = Math.Abs(entry.Kind switch
                {
                    FunctionKind.Covariance => entry.Matrix!.Storage[(i * entry.Matrix.Stride) + i],
                    FunctionKind.Kinked => entry.Third[i] - entry.Second[i],
                    _ => entry.First[i],
                });
                if (size > 0 && size < smallest)
                    (small, smallest) = (i, size);
                if (size > largest)
                    (large, largest) = (i, size);
            }

            if (small >= 0 && largest / smallest >= Suspicious && (worst is null || largest / smallest > worst.Largest / worst.Smallest))
                worst = new ScaleSuspect(entry.Owner, small, smallest, large, largest);
        }

        return worst;
    }
}
