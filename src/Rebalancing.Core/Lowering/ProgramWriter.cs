namespace Rebalancing;

/// <summary>
/// The words in which a term or limit says what it means. A term is written once against them; each reading of the words (record the program, pour in
/// the numbers of the next account, evaluate at given holdings, describe in prose, relax) is a subclass, and the set of readings is closed.
/// </summary>
/// <remarks>
/// Quantities are weights: fractions of account value. Function words add to the value of the term that is being written; its weight, and whether
/// the term is a cost or a limit, are not its concern. Not thread-safe; valid only inside <see cref="Component.Lower"/>.
/// </remarks>
public abstract partial class ProgramWriter
{
    private double[] _scratch = new double[256];
    private int _scratchUsed;

    private protected ProgramWriter() { }

    // ---- the given blocks

    /// <summary>Weights after trading, w; one coordinate an asset.</summary>
    public abstract Block Holdings { get; }

    /// <summary>Trades z = w - current weights: positive buys. One coordinate an asset.</summary>
    public abstract Block Trades { get; }

    /// <summary>Cash after trading and costs; one coordinate. A limit that only bounds cash says <see cref="CashBand"/> instead, which costs no variable.</summary>
    public abstract Block Cash { get; }

    // ---- private unknowns

    /// <summary>Private variables, free until bounded, that take their best values. Evaluation solves for them; give a rule where a closed form exists.</summary>
    public abstract Block Variables(int count, string label);

    /// <summary>Private variables whose best values follow from <paramref name="basis"/> by a rule (a quantile, a maximum), so that evaluation needs no solve.</summary>
    public abstract Block Variables(int count, string label, Block basis, VariableRule rule);

    /// <summary>
    /// Private flows f with 0 &lt;= f &lt;= upper that make up coordinates of <paramref name="into"/>: into_i = sum of sign * f over the flows of coordinate i.
    /// </summary>
    /// <param name="into">The block whose coordinates the flows move, usually <see cref="Trades"/>.</param>
    /// <param name="coordinate">The coordinate of each flow, ascending.</param>
    /// <param name="sign">+1 or -1 for each flow.</param>
    /// <param name="upper">Upper limit of each flow, at least 0; may be infinite.</param>
    /// <param name="label">What they are, for messages.</param>
    public abstract Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label);

    // ---- images: new blocks from old ones

    /// <summary>y = M x. The same map on the same block gives the same image, whoever asks.</summary>
    public abstract Block Image(LinearMap map, Block of);

    /// <summary>y = M1 x1 + M2 x2 + ... over blocks that are not offsets.</summary>
    public abstract Block Image(params ReadOnlySpan<ImagePart> parts);

    /// <summary>y = a'x with coefficients that belong to the account.</summary>
    public abstract Block WeightedSum(Block of, ReadOnlySpan<double> coefficients);

    /// <summary>The plain sum of a block's coordinates; one coordinate.</summary>
    public abstract Block SumOf(Block of);

    /// <summary>x - origin; no rows of its own.</summary>
    public abstract Block Offset(Block of, ReadOnlySpan<double> origin);

    /// <summary>x_i - a, with a the single coordinate of <paramref name="scalar"/>.</summary>
    public abstract Block Shifted(Block of, Block scalar);

    // ---- limits

    /// <summary>Cash after trading and costs lies in [lower, upper]; the tightest band wins.</summary>
    public abstract void CashBand(double lower, double upper);

    /// <summary>lower &lt;= x &lt;= upper; infinite where there is none.</summary>
    public abstract void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper);

    // ---- costs: functions of a block

    /// <summary>Adds sum c_i x_i.</summary>
    public abstract void Linear(Block on, ReadOnlySpan<double> slope);

    /// <summary>Adds 1/2 sum q_i x_i^2; inside a norm sum q_i x_i^2. Curvatures are not negative.</summary>
    public abstract void Quadratic(Block on, ReadOnlySpan<double> curvature);

    /// <summary>Adds one kink a coordinate, worth 0 at the kink; slopes must not fall.</summary>
    public abstract void Kinked(Block on, Kink kink);

    /// <summary>Adds convex piecewise-linear functions, worth 0 at 0.</summary>
    public abstract void Pieces(Block on, ConvexPieces pieces);

    /// <summary>Adds sum a_i |x_i|^p, 1 &lt; p &lt;= 2, coefficients not negative.</summary>
    public abstract void Power(Block on, ReadOnlySpan<double> coefficient, double exponent);

    /// <summary>Adds -sum b_i log x_i, weights not negative.</summary>
    public abstract void Log(Block on, ReadOnlySpan<double> weight);

    /// <summary>Adds scale/2 x'Sx; inside a norm scale x'Sx. Scale is not negative.</summary>
    public abstract void Covariance(Block on, CovarianceMatrix matrix, double scale);

    // ---- roots

    /// <summary>Opens a norm: adds the square root of what the <see cref="Quadratic"/> and <see cref="Covariance"/> words say until <see cref="EndNorm"/>.</summary>
    public abstract void BeginNorm();

    /// <summary>Closes the norm.</summary>
    public abstract void EndNorm();

    // ---- memory

    /// <summary>Working space for one call of <see cref="Component.Lower"/>, not cleared. Several may be asked for; they do not overlap.</summary>
    public Span<double> Scratch(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (_scratchUsed + length > _scratch.Length)
        {
            // Spans handed out before keep the old array; the new one is long enough for the whole call next time.
            _scratch = new double[Math.Max(2 * _scratch.Length, _scratchUsed + length)];
        }
        _scratchUsed += length;
        return _scratch.AsSpan(_scratchUsed - length, length);
    }

    // ---- the reading's own words: who writes, and in which role

    /// <summary>What follows is written by this owner and counts <paramref name="weight"/> times in the objective.</summary>
    internal virtual void BeginOwner(int owner, double weight, bool paidFromCash) => _scratchUsed = 0;

    /// <summary>Ends an owner's words.</summary>
    internal abstract void EndOwner();

    /// <summary>The function words that follow add up to at most <paramref name="bound"/> instead of counting in the objective.</summary>
    internal abstract void BeginAtMost(double bound);

    internal abstract void EndAtMost();

    /// <summary>The squares that follow have a root of at most <paramref name="radius"/>.</summary>
    internal abstract void BeginNormAtMost(double radius);

    internal abstract void EndNormAtMost();

    /// <summary>Violations of the limits that follow cost <paramref name="price"/> a unit instead of being forbidden.</summary>
    internal abstract void BeginSoft(double price);

    internal abstract void EndSoft();

    /// <summary>Ties holdings, cash and costs together once all limits on cash are known. Costs come after it.</summary>
    internal abstract void Settle(int owner);
}
