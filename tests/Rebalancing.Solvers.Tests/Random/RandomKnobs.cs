namespace Rebalancing.Solvers.Tests.Random;

/// <summary>What a random program is meant to be.</summary>
public enum Twin
{
    /// <summary>Has an optimum.</summary>
    Solvable,

    /// <summary>The solvable program and a few limits that contradict each other by a margin.</summary>
    Infeasible,

    /// <summary>The solvable program and a ray along which the objective falls without end.</summary>
    Unbounded,
}

/// <summary>The knobs of a random program. Shares are probabilities a coordinate or row.</summary>
internal sealed record RandomKnobs
{
    public required int Columns { get; init; }

    public required int Factors { get; init; }

    public required int Groups { get; init; }

    public required int Scenarios { get; init; }

    public required int SparseRows { get; init; }

    /// <summary>Columns and rows are scaled by powers of ten up to plus or minus this.</summary>
    public required double ScaleDecades { get; init; }

    public required double FixedShare { get; init; }

    public required double FreeShare { get; init; }

    /// <summary>Bounds and rows that hold with equality at the anchor although they are inequalities.</summary>
    public required double DegenerateShare { get; init; }

    /// <summary>Repeated rows and columns, sums of other rows, empty rows, zero columns, a covariance of low rank.</summary>
    public required bool RankDeficient { get; init; }

    public required bool Covariance { get; init; }

    public required bool Kinks { get; init; }

    public required bool Pieces { get; init; }

    public required bool Power { get; init; }

    public required bool Log { get; init; }

    public required bool Lots { get; init; }

    public required bool Budget { get; init; }

    public required bool Norm { get; init; }

    public required bool NormCost { get; init; }

    /// <summary>Units of columns and of rows go up to ten to plus or minus this.</summary>
    public const double MostDecades = 4;

    /// <summary>The same for programs near the end of what doubles can hold: coefficients from 1e-16 to 1e16.</summary>
    public const double ExtremeDecades = 8;

    /// <summary>Draws all knobs; every one is off often enough that most programs are simple.</summary>
    /// <param name="random">What draws.</param>
    /// <param name="mostDecades">How far apart the units of badly scaled programs may be.</param>
    public static RandomKnobs Draw(TestRandom random, double mostDecades = MostDecades)
    {
        bool scaled = random.Chance(0.25);
        return new()
        {
            Columns = random.Integer(1, random.Chance(0.2) ? 60 : 20),
            Factors = random.Chance(0.6) ? random.Integer(1, 8) : 0,
            Groups = random.Chance(0.4) ? random.Integer(1, 5) : 0,
            Scenarios = random.Chance(0.15) ? random.Integer(5, 60) : 0,
            SparseRows = random.Chance(0.5) ? random.Integer(1, 8) : 0,
            ScaleDecades = scaled ? random.Uniform(1, mostDecades) : 0,
            FixedShare = random.Chance(0.3) ? 0.2 : 0,
            FreeShare = random.Chance(0.4) ? 0.3 : 0,
            DegenerateShare = random.Chance(0.4) ? 0.4 : 0,
            RankDeficient = random.Chance(0.4),
            Covariance = random.Chance(0.2),
            Kinks = random.Chance(0.4),
            Pieces = random.Chance(0.25),
            Power = random.Chance(0.25),
            Log = random.Chance(0.1),
            Lots = random.Chance(0.2),
            Budget = random.Chance(0.2),
            Norm = random.Chance(0.15),
            NormCost = random.Chance(0.1),
        };
    }
}
