using System.Globalization;

namespace Rebalancing.Solvers.Norms;

/// <summary>
/// A program that would be separable but for one norm limit. The same words without the limit, with its squares in the objective at a price theta instead:
/// <code>
///   minimise  f(x) + theta/2 sum q_i x_i^2        for     minimise  f(x)   subject to   sqrt( sum q_i x_i^2 ) &lt;= r
/// </code>
/// </summary>
internal sealed class NormForm
{
    private readonly StructuredProgram _source;

    private NormForm(StructuredProgram source)
    {
        _source = source;
        Priced = ProgramCopy.Of(source, withNorms: false);
    }

    /// <summary>The program with a price. Its numbering is the source's.</summary>
    public StructuredProgram Priced { get; }

    /// <summary>r.</summary>
    public double Radius => _source.Norms[0].Radius;

    /// <summary>The form of a program; null, with the reason, where its norms are of another kind.</summary>
    public static NormForm? Read(StructuredProgram program, out string reason)
    {
        reason = program.NormCount switch
        {
            0 => "the program has no norm limit",
            1 when program.Norms[0].RadiusBlock is not null => "the radius of the norm is a variable",
            1 => "",
            _ => string.Create(CultureInfo.InvariantCulture, $"{program.NormCount} norm limits tie all coordinates together"),
        };
        foreach (FunctionEntry entry in program.Functions)
            if (entry.Norm >= 0 && entry.Kind != FunctionKind.Quadratic)
                reason = $"the norm limit has a {entry.Kind} on '{program[entry.On].Label}'";
        return reason.Length == 0 ? new NormForm(program) : null;
    }

    /// <summary>Takes the source's present numbers.</summary>
    public void Refresh()
    {
        ProgramCopy.Refresh(Priced, _source);
        Priced.Number();
    }

    /// <summary>Puts the squares of the norm into the objective at a price.</summary>
    public void SetPrice(double theta)
    {
        for (int e = 0; e < _source.Functions.Count; e++)
            if (_source.Functions[e].Norm >= 0)
                Priced.Functions[e].Weight = theta;
    }

    /// <summary>The norm of a point.</summary>
    public double Of(Solution point)
    {
        double squares = 0;
        foreach (FunctionEntry entry in _source.Functions)
            if (entry.Norm >= 0)
                squares += ProgramEvaluator.Value(_source, entry, point.Values(Priced.Base(entry.On)));
        return Math.Sqrt(Math.Max(0, squares));
    }

    /// <summary>Twice the curved part of the objective at a point, without the norm's price: what theta r^2 compares with.</summary>
    public double CurvedPart(Solution point)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _source.Functions)
            if (entry.Kind == FunctionKind.Quadratic && entry.Weight > 0)
                sum += 2 * entry.Weight * ProgramEvaluator.Value(_source, entry, point.Values(Priced.Base(entry.On)));
        return sum;
    }

    /// <summary>
    /// A price to begin with where none is known: that at which a coordinate of mean curvature q alone, held against the steepest slope c, has the norm r: theta = c / (r sqrt(q)).
    /// </summary>
    public double FirstPrice()
    {
        double steepest = 0, curvature = 0;
        int count = 0;
        foreach (FunctionEntry entry in _source.Functions)
        {
            if (entry.Kind == FunctionKind.Linear && entry.Weight > 0)
                foreach (double slope in entry.First)
                    steepest = Math.Max(steepest, entry.Weight * Math.Abs(slope));
            if (entry.Norm < 0 || _source.Base(entry.On).Kind != BlockKind.Variables)
                continue;
            foreach (double q in entry.First)
                curvature += q;
            count += entry.First.Length;
        }

        double price = steepest / (Radius * Math.Sqrt(curvature / Math.Max(1, count)));
        return double.IsFinite(price) && price > 0 ? price : 1;
    }
}
