namespace Rebalancing.Solvers.Explaining;

/// <summary>A number of a limit that is far too large to mean anything: a finite bound that stands for infinity, a coefficient in another unit.</summary>
/// <param name="Owner">Whose number.</param>
/// <param name="IsBound">A bound; otherwise a coefficient.</param>
/// <param name="Row">Coordinate of the bound, or row of the coefficient.</param>
/// <param name="At">Coordinate that the coefficient multiplies.</param>
/// <param name="Number">The number.</param>
internal sealed record SizeSuspect(int Owner, bool IsBound, int Row, int At, double Number)
{
    /// <summary>Values are near one; numbers beyond this are worth a word.</summary>
    private const double Suspicious = 1e8;

    /// <summary>Coefficients of larger maps (scenarios) are not looked through.</summary>
    private const long MostCoefficients = 10_000_000;

    /// <summary>Null where nothing stands out.</summary>
    internal static SizeSuspect? Of(StructuredProgram program)
    {
        SizeSuspect? worst = null;
        foreach (BoundEntry bound in program.Bounds)
        {
            for (int i = 0; i < bound.Lower.Length; i++)
            {
                Compare(ref worst, new SizeSuspect(bound.Owner, true, i, -1, bound.Lower[i]));
                Compare(ref worst, new SizeSuspect(bound.Owner, true, i, -1, bound.Upper[i]));
            }

            ProgramBlock block = program.Base(bound.On);
            foreach (ImagePart part in block.Parts)
                if ((long)part.Map.Rows * part.Map.Columns <= MostCoefficients)
                    Look(ref worst, bound.Owner, part.Map);
        }

        return worst;
    }

    private static void Look(ref SizeSuspect? worst, int owner, LinearMap map)
    {
        var row = new double[map.Columns];
        for (int r = 0; r < map.Rows; r++)
        {
            Array.Clear(row);
            map.CopyRow(r, row);
            for (int i = 0; i < row.Length; i++)
                Compare(ref worst, new SizeSuspect(owner, false, r, i, row[i]));
        }
    }

    private static void Compare(ref SizeSuspect? worst, SizeSuspect other)
    {
        double size = Math.Abs(other.Number);
        if (size >= Suspicious && double.IsFinite(size) && (worst is null || size > Math.Abs(worst.Number)))
            worst = other;
    }
}
