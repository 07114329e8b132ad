namespace Rebalancing;

/// <summary>Concentration by the Herfindahl index: value = sum w_i^2, or sum over groups of their squared weights. One over it is the effective number of names.</summary>
public sealed class Concentration : Term
{
    private readonly double[]? _groupCurvature;

    /// <summary>Concentration in single assets.</summary>
    public Concentration() { }

    /// <summary>Concentration in groups.</summary>
    /// <param name="groups">Sectors, issuers, countries.</param>
    public Concentration(Grouping groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = groups;
        _groupCurvature = new double[groups.Count];
        Array.Fill(_groupCurvature, 2.0);
    }

    /// <summary>The groups; null for single assets.</summary>
    public Grouping? Groups { get; }

    /// <inheritdoc/>
    public override string Name => Groups is null ? nameof(Concentration) : $"{nameof(Concentration)}[{Groups.Name}]";

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.SquaredFraction;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (Groups is not null)
        {
            program.Quadratic(program.Image(Groups.Map, program.Holdings), _groupCurvature);
            return;
        }
        Span<double> curvature = program.Scratch(program.Holdings.Length);
        curvature.Fill(2.0);
        program.Quadratic(program.Holdings, curvature);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (Groups is not null) check.Expect("groups", Groups.Universe);
    }
}
