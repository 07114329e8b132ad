using System.Runtime.InteropServices;
using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The factors of a program, y = M x, and the dense images that are combinations of them, T_i y. Where several of these are curved, or one that is not
/// the map itself, the factors are turned so that their curvature is diagonal:
/// <code>
///   Gamma = sum_i T_i' diag(curvature_i) T_i = Q diag(g) Q',      z = Q'y,      T_i y = (T_i Q) z
/// </code>
/// so that the method sees uncorrelated factors and rows over them, whichever axes the program speaks in.
/// </summary>
internal sealed class FactorFrame
{
    private const double Rounding = 1.1e-16;

    private readonly List<FactorImage> _images = [];
    private readonly double[] _curvatures;
    private readonly double[] _values;
    private readonly double[] _slope;
    private readonly double[] _carried;
    private double[] _turn;
    private double[] _before;

    /// <param name="map">M.</param>
    /// <param name="images">The images whose maps are M or combine its rows.</param>
    /// <param name="turns">Whether the curvature need not be diagonal in M's own rows.</param>
    public FactorFrame(DenseMap map, IEnumerable<ProgramBlock> images, bool turns)
    {
        (Map, Turns) = (map, turns);
        foreach (ProgramBlock image in images)
            _images.Add(new FactorImage(image, image.Parts[0].Map == map ? [] : ((DenseMap)image.Parts[0].Map).SourceCoefficients.ToArray()));
        int square = turns ? Order * Order : 0, rows = 0;
        foreach (FactorImage image in _images)
            rows += turns ? image.Block.Length : 0;
        (_turn, _before) = (new double[square], new double[square]);
        (_slope, _carried, _values) = (new double[Order], new double[Order], new double[Order]);
        _curvatures = new double[rows];
        Array.Fill(_curvatures, double.NaN);
    }

    public DenseMap Map { get; }

    public int Order => Map.Rows;

    public ReadOnlySpan<FactorImage> Images => CollectionsMarshal.AsSpan(_images);

    /// <summary>Whether the factors may be turned.</summary>
    public bool Turns { get; }

    /// <summary>Whether the last numbers turned the factors otherwise than the ones before.</summary>
    public bool HasTurned { get; private set; }

    /// <summary>Q', a factor a row.</summary>
    public ReadOnlySpan<double> Turn => _turn;

    /// <summary>The image as a combination of the factors; null for one that is not.</summary>
    public FactorImage? ImageOf(ProgramBlock image)
    {
        foreach (FactorImage own in _images)
            if (own.Block == image)
                return own;
        return null;
    }

    /// <summary>The coefficients of a row of an image over the factors as they are turned.</summary>
    public void RowOf(FactorImage image, int row, Span<double> mixture)
    {
        Span<double> own = _carried;
        own.Clear();
        if (image.IsWhole)
            own[row] = 1;
        else
            image.Row(row).CopyTo(own);
        ToFactors(own, mixture);
    }

    /// <summary>Takes curvatures and slopes of all image coordinates of the program, and gives those of the factors.</summary>
    public void Read(ReadOnlySpan<double> curvatures, ReadOnlySpan<double> slopes, Span<double> curvature, Span<double> slope)
    {
        curvature.Clear();
        Array.Clear(_slope);
        foreach (FactorImage image in _images)
            image.AddTransposed(slopes.Slice(image.Block.Start, image.Block.Length), _slope);
        HasTurned = false;
        if (!Turns)
        {
            foreach (FactorImage image in _images)
                if (image.IsWhole)
                    curvatures.Slice(image.Block.Start, image.Block.Length).CopyTo(curvature);
            _slope.CopyTo(slope);
            return;
        }

        if (Take(curvatures))
            TurnAnew();
        _values.CopyTo(curvature);
        ToFactors(_slope, slope);
    }

    /// <summary>Q'v.</summary>
    public void ToFactors(ReadOnlySpan<double> own, Span<double> factors)
    {
        if (Turns)
            MatrixVector.Multiply(_turn, Order, Order, Order, own, factors[..Order]);
        else
            own.CopyTo(factors);
    }

    /// <summary>Q v.</summary>
    public void FromFactors(ReadOnlySpan<double> factors, Span<double> own)
    {
        if (Turns)
            MatrixVector.MultiplyTransposed(_turn, Order, Order, Order, factors[..Order], own);
        else
            factors[..Order].CopyTo(own);
    }

    /// <summary>Prices of the factors as they were turned before, as prices of the factors as they are now.</summary>
    public void Carry(Span<double> prices)
    {
        MatrixVector.MultiplyTransposed(_before, Order, Order, Order, prices[..Order], _carried);
        ToFactors(_carried, prices);
    }

    /// <summary>Keeps the curvatures; false if they are those of the last time, as they are where only prices and limits change.</summary>
    private bool Take(ReadOnlySpan<double> curvatures)
    {
        int at = 0;
        bool changed = false;
        foreach (FactorImage image in _images)
        {
            ReadOnlySpan<double> own = curvatures.Slice(image.Block.Start, image.Block.Length);
            Span<double> kept = _curvatures.AsSpan(at, own.Length);
            changed |= !own.SequenceEqual(kept);
            own.CopyTo(kept);
            at += own.Length;
        }

        return changed;
    }

    private void TurnAnew()
    {
        double[] gamma = new double[Order * Order];
        int at = 0;
        foreach (FactorImage image in _images)
        {
            image.AddCurvature(_curvatures.AsSpan(at, image.Block.Length), gamma);
            at += image.Block.Length;
        }

        EigenSystem eigen = EigenSystem.Of(gamma, Order);
        (_turn, _before) = (_before, _turn);
        eigen.Vectors.CopyTo(_turn);
        double negligible = Order * Rounding * Math.Max(0, eigen.Values[0]);
        for (int j = 0; j < Order; j++)
            _values[j] = eigen.Values[j] > negligible ? eigen.Values[j] : 0;
        HasTurned = true;
    }
}
